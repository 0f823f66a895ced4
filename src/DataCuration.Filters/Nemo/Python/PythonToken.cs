namespace DataCuration.Filters;

/// <summary>A token of Python with its place in the text.</summary>
internal readonly record struct PythonToken(PythonTokenKind Kind, int Start, int End);
