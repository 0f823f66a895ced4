namespace DataCuration.Filters;

/// <summary>The limits of one attribute in <see cref="DolmaMixer"/>. A document without the attribute passes.</summary>
/// <param name="Attribute">The annotation's name, which is also the drop reason.</param>
/// <param name="Min">The least value that is kept.</param>
/// <param name="Max">The greatest value that is kept.</param>
/// <param name="ExcludesMax">True if the greatest value itself is dropped. Default: false.</param>
public readonly record struct AttributeLimit(string Attribute, double Min, double Max, bool ExcludesMax = false);
