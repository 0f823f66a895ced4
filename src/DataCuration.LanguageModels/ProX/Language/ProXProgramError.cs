using System.Globalization;

namespace DataCuration.LanguageModels;

/// <summary>An error of a program.</summary>
/// <param name="Line">The line of the program, from 1.</param>
/// <param name="Column">The column in UTF-16 units, from 1.</param>
/// <param name="Code">The reason.</param>
public readonly record struct ProXProgramError(int Line, int Column, ProXErrorCode Code)
{
    /// <summary>Formats the error for messages.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"line {Line}, column {Column}: {Code}");
}
