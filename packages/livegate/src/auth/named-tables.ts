import {
  type KyselyPlugin,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryId,
  type QueryResult,
  type RootOperationNode,
  type SchemableIdentifierNode,
  type UnknownRow,
} from "kysely";
import type { TableNames } from "./auth-tables.ts";

/** Lets queries be written with the library's names of tables and carried out with the app's. */
export class NamedTables implements KyselyPlugin {
  readonly #names: Renaming;

  constructor(names: TableNames) {
    this.#names = new Renaming(names);
  }

  transformQuery({ node, queryId }: PluginTransformQueryArgs): RootOperationNode {
    return this.#names.transformNode(node, queryId);
  }

  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return result;
  }
}

class Renaming extends OperationNodeTransformer {
  readonly #names: Readonly<Record<string, string>>;

  constructor(names: TableNames) {
    super();
    this.#names = names;
  }

  protected override transformSchemableIdentifier(
    node: SchemableIdentifierNode,
    queryId?: QueryId,
  ): SchemableIdentifierNode {
    const renamed = super.transformSchemableIdentifier(node, queryId);
    const name = Object.hasOwn(this.#names, renamed.identifier.name) ? this.#names[renamed.identifier.name] : undefined;
    return name === undefined ? renamed : { ...renamed, identifier: { ...renamed.identifier, name } };
  }
}
