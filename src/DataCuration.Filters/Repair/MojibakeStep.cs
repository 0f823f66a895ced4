namespace DataCuration.Filters;

/// <summary>A step in the repair of a text, as ftfy explains it, such as <c>encode latin-1</c> and <c>decode utf-8</c>.</summary>
/// <param name="Action">The action: <c>encode</c>, <c>decode</c>, <c>transcode</c> or <c>apply</c>.</param>
/// <param name="Parameter">The encoding, or the name of the step.</param>
public readonly record struct MojibakeStep(string Action, string Parameter)
{
    /// <summary>Returns the action and its parameter.</summary>
    public override string ToString() => $"{Action} {Parameter}";
}
