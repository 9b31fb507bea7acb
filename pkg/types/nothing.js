// The types of this module are all there is to it.
export {};
