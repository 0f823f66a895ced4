namespace DataCuration;

/// <summary>A source, a stage, a sink, a fit, or the run's own options, within a recipe.</summary>
/// <param name="Kind">One of the constants.</param>
/// <param name="Name">The stage's name; empty for other kinds.</param>
/// <param name="Options">The options, in the order of their description.</param>
internal sealed record RecipeScope(string Kind, string Name, List<RecipePart> Options)
{
    public const string Run = "run";
    public const string Source = "source";
    public const string Stage = "stage";
    public const string Sink = "sink";
    public const string Fit = "fit";

    /// <summary>The full name of the scope's type; null if it has no type.</summary>
    public string? Type => Options.FirstOrDefault(option => option.Name == "type")?.Value;

    /// <summary>The name of the type without its namespace.</summary>
    public string ShortType => Type is { } type ? type[(type.LastIndexOf('.') + 1)..] : Name;

    /// <summary>The stage's name for messages. A lambda's text is shown as its option, not in its name.</summary>
    public string ShownName =>
        Options.Exists(option => option.Name == "lambda") && Name.IndexOf('(', StringComparison.Ordinal) is > 0 and var at ? Name[..at] : Name;
}
