/**
 * Wraps what the compiled widget calls. An exception must not reach the wasm, which would never come to the end of what
 * it was doing; the caller is told instead, also where a promise rejects.
 * @template {object} T
 * @param {T} host @param {(error: unknown) => void} onException
 * @returns {T}
 */
export function withoutExceptions(host, onException) {
  return new Proxy(host, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return (/** @type {unknown[]} */ ...details) => {
        try {
          const result = value.apply(target, details);
          result?.catch?.(onException);
          return result;
        } catch (error) {
          onException(error);
        }
      };
    },
  });
}
