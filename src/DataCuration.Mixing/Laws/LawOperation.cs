namespace DataCuration.Mixing;

/// <summary>The kinds of nodes of a <see cref="LawExpression"/>.</summary>
internal enum LawOperation
{
    Constant,
    Input,
    Parameter,
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,
    Power,
    Exp,
    Log,
}
