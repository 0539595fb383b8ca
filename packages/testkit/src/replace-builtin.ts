import { syncBuiltinESMExports } from "node:module";

/**
 * Puts other functions in the place of some of a module of Node's own, for everybody who has imported it, until it is
 * disposed of. `module` is the module's default export. Tests of many files share a process: `vi.mock` would reach
 * neither what is loaded already, nor end with its file.
 */
export function replaceBuiltin<Module extends object>(module: Module, others: Partial<Module>): Disposable {
  const put = (functions: object) => {
    Object.assign(module, functions);
    syncBuiltinESMExports();
  };
  const own = Object.fromEntries(Object.entries(module).filter(([name]) => name in others));
  put(others);
  return { [Symbol.dispose]: () => put(own) };
}
