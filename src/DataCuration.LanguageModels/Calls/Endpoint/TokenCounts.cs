namespace DataCuration.LanguageModels;

/// <summary>Token counts of prompts and answers. <paramref name="CachedInput"/> is part of <paramref name="Input"/>.</summary>
internal readonly record struct TokenCounts(long Input, long Output, long CachedInput = 0)
{
    public long Total => Input + Output;

    public static TokenCounts operator +(TokenCounts left, TokenCounts right) =>
        new(left.Input + right.Input, left.Output + right.Output, left.CachedInput + right.CachedInput);

    public static TokenCounts operator -(TokenCounts left, TokenCounts right) =>
        new(left.Input - right.Input, left.Output - right.Output, left.CachedInput - right.CachedInput);
}
