namespace DataCuration.Selection;

/// <summary>A person of an <see cref="AuthorTable"/>.</summary>
/// <param name="Name">The name. The order of its parts does not count.</param>
/// <param name="Birth">The year of birth; null if it is not known.</param>
/// <param name="Death">The year of death; null if it is not known.</param>
public sealed record AuthorRecord(string Name, int? Birth = null, int? Death = null)
{
    /// <summary>Other names, such as pen names.</summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<string> Aliases { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];
}
