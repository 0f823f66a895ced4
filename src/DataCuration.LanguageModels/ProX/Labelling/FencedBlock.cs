namespace DataCuration.LanguageModels;

/// <summary>Finds the last fenced block of an answer.</summary>
internal static class FencedBlock
{
    private const string Fence = "```";

    /// <summary>Returns the content of the last complete fenced block, without the fences; null if the answer has no such block.</summary>
    public static string? Last(string answer)
    {
        string? last = null;
        int open = -1;
        int at = 0;
        foreach (Range range in answer.AsSpan().Split('\n'))
        {
            ReadOnlySpan<char> line = answer.AsSpan()[range];
            if (line.Trim().StartsWith(Fence, StringComparison.Ordinal))
            {
                if (open < 0) open = Math.Min(answer.Length, at + line.Length + 1);
                else
                {
                    last = answer[open..Math.Max(open, at)];
                    open = -1;
                }
            }
            at += line.Length + 1;
        }
        return last;
    }
}
