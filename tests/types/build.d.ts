// The bundler puts the build's name in its place.
declare const BUILD: string;
