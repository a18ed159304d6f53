/** Words that JavaScript keeps for itself, or in modules. */
const RESERVED = new Set(
  (
    "abstract any arguments as async await boolean break case catch class const constructor continue debugger declare default " +
    "delete do else enum eval export extends false finally for from function get if implements import in infer instanceof " +
    "interface is keyof let module namespace never new null number object of package private protected public readonly " +
    "require return set static string super switch symbol this throw true try type typeof undefined unique unknown var " +
    "void while with yield"
  ).split(" "),
);

/** Whether a name can't be given to something of an app's. */
export const isReserved = (name: string): boolean => RESERVED.has(name.toLowerCase());
