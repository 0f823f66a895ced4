using System.Text;

namespace DataCuration.LanguageModels;

/// <summary>
/// Estimates the tokens of lines by the scripts of their characters. A line's number is estimated at 5 tokens, and its line feed at 1 (Llama 2).
/// </summary>
internal sealed class ScriptLineCounter : ProXLineCounter
{
    private const int TokensPerLine = 6;

    public override void Count(ReadOnlySpan<byte> utf8Text, ReadOnlySpan<int> starts, Span<int> tokens)
    {
        for (int line = 0; line < starts.Length; line++)
        {
            int end = line + 1 < starts.Length ? starts[line + 1] - 1 : utf8Text.Length;
            ReadOnlySpan<byte> rest = utf8Text[starts[line]..end];
            long hundredths = 0;
            while (!rest.IsEmpty)
            {
                Rune.DecodeFromUtf8(rest, out Rune rune, out int length);
                hundredths += ScriptTokens.Of(rune.Value);
                rest = rest[length..];
            }
            tokens[line] = (int)Math.Min(int.MaxValue, TokensPerLine + ((hundredths + ScriptTokens.PerToken - 1) / ScriptTokens.PerToken));
        }
    }

    public override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("counter", "script/1");
    }
}
