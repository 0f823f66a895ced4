using System.Globalization;

namespace DataCuration.LanguageModels;

/// <summary>A range of lines of a document.</summary>
/// <param name="First">The number of the first line, from 0.</param>
/// <param name="Last">The number of the last line, which belongs to the range.</param>
public readonly record struct ProXLineRange(int First, int Last)
{
    /// <summary>The number of lines.</summary>
    public int Count => Last - First + 1;

    /// <summary>Formats the range, such as <c>3-7</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
}
