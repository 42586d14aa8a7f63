// The font packages ship CSS only; TypeScript wants a declaration for the side-effect import.
declare module '@fontsource-variable/*';
