namespace DataCuration.Tokenization;

/// <summary>The tokens that a post-processor adds before and after one text.</summary>
/// <param name="Before">The tokens before the text.</param>
/// <param name="After">The tokens after it.</param>
internal sealed record TextAround(IReadOnlyList<int> Before, IReadOnlyList<int> After)
{
    /// <summary>No tokens.</summary>
    public static TextAround Nothing { get; } = new([], []);
}
