export const state = $state({ current: {} });
