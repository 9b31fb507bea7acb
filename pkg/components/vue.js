// <Passwave> for Vue 3: the element, with its events as emits and its methods on the ref.
import { defineComponent, h, onMounted, ref } from "vue";

const EVENTS = {
  verified: "onPasswave-verified",
  expired: "onPasswave-expired",
  error: "onPasswave-error",
  stateChange: "onPasswave-state",
};

export const Passwave = defineComponent({
  name: "Passwave",
  inheritAttrs: false,
  emits: Object.keys(EVENTS),
  setup(_, { attrs, emit, expose, slots }) {
    const element = ref(null);
    // The element needs a browser: on a server the tag alone is written.
    onMounted(() => void import("passwave"));
    const call =
      (name) =>
      (...values) =>
        element.value[name](...values);
    expose({ element, reset: call("reset"), press: call("press"), pushMotion: call("pushMotion") });
    const listeners = Object.entries(EVENTS).map(([name, listener]) => [listener, (event) => emit(name, event)]);
    return () => h("pass-wave", { ...attributesOf(attrs), ...Object.fromEntries(listeners), ref: element }, slots);
  },
});

/** `^` makes Vue write an attribute, never a property, so that a server and a browser write the same. */
function attributesOf(attrs) {
  const written = Object.entries(attrs).map(([name, value]) => {
    if (/^(on[A-Z]|class$|style$|key$)/.test(name)) return [name, value];
    const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return [`^${attribute}`, value === false ? undefined : value === true ? "" : value];
  });
  return Object.fromEntries(written);
}
