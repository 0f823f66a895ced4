namespace DataCuration.LanguageModels;

/// <summary>Tokens of prompts and answers; the cached ones are part of the prompts'.</summary>
internal readonly record struct TokenCounts(long Input, long Output, long CachedInput = 0)
{
    public long Total => Input + Output;

    public static TokenCounts operator +(TokenCounts left, TokenCounts right) => new(left.Input + right.Input, left.Output + right.Output, left.CachedInput + right.CachedInput);

    public static TokenCounts operator -(TokenCounts left, TokenCounts right) => new(left.Input - right.Input, left.Output - right.Output, left.CachedInput - right.CachedInput);
}
