// The bundler replaces it by the build's name.
declare const BUILD: string;
