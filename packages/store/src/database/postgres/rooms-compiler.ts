import { type BinaryOperationNode, OperatorNode, PostgresQueryCompiler, PrimitiveValueListNode } from "kysely";

/** Says to PostgreSQL what the rooms say to SQLite: a list to be found in may have nothing in it. */
export class RoomsCompiler extends PostgresQueryCompiler {
  protected override visitBinaryOperation(node: BinaryOperationNode): void {
    const { operator, rightOperand: list } = node;
    const isEmpty = PrimitiveValueListNode.is(list) && list.values.length === 0;
    if (!isEmpty || !OperatorNode.is(operator)) return super.visitBinaryOperation(node);
    this.append(operator.operator === "in" ? "false" : "true");
  }
}
