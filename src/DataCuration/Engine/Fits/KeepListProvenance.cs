namespace DataCuration;

/// <summary>A table of values by record that lies beside a <see cref="KeepList"/>.</summary>
/// <param name="Name">The table's name, such as <c>cluster</c>.</param>
/// <param name="ElementBytes">The size of a value in bytes.</param>
/// <param name="Width">The number of values for each record.</param>
public sealed record KeepListProvenance(string Name, int ElementBytes, int Width);
