namespace DataCuration.Mixing;

/// <summary>A node of a <see cref="LawTape"/>.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Left">The number of the first operand's node; -1 without one.</param>
/// <param name="Right">The number of the second operand's node; -1 without one.</param>
/// <param name="Constant">The value of a constant.</param>
/// <param name="DependsOnInputs">True if the value differs from point to point.</param>
/// <param name="DependsOnParameters">True if the value changes with the parameters.</param>
internal readonly record struct LawNode(
    LawOperation Operation, int Left, int Right, double Constant, bool DependsOnInputs, bool DependsOnParameters);
