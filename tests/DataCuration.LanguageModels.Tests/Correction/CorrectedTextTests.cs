using CsCheck;

namespace DataCuration.LanguageModels.Tests;

public sealed class CorrectedTextTests
{
    [Fact]
    public void Assemble_NothingReplaced_GivesTextAndOffsetsBack() => Gen.Select(
        Gen.Char["ab \n"].Array[0, 60].Select(letters => new string(letters)), Gen.Int[1, 5], Gen.Int[0, 60].Array[0, 5]).Sample((text, maxWords, places) =>
    {
        int[] offsets = [.. places.Select(place => Math.Min(place, text.Length)).Order()], moved = [.. offsets];
        List<Range> passages = TextPassages.Split(text, maxWords, offsets);
        Assert.Equal(text, CorrectedText.Assemble(text, passages, [.. passages.Select(_ => (string?)null)], moved));
        Assert.Equal(offsets, moved);
    }, threads: 1);

    [Fact]
    public void Assemble_Replacements_KeepOffsetsInOrderAndAtTheirWords() => Gen.Select(
        Gen.Char["ab \n"].Array[0, 60].Select(letters => new string(letters)), Gen.Int[1, 5], Gen.Int[0, 60].Array[0, 5]).Sample((text, maxWords, places) =>
    {
        int[] offsets = [.. places.Select(place => Math.Min(place, text.Length)).Order()], moved = [.. offsets];
        List<Range> passages = TextPassages.Split(text, maxWords, offsets);
        // Each word becomes three characters longer, so the words keep their numbers.
        string result = CorrectedText.Assemble(text, passages, [.. passages.Select(passage => string.Join(' ', text[passage].Split((char[]?)null,
            StringSplitOptions.RemoveEmptyEntries).Select(word => word + "xyz")))], moved);
        Assert.Equal(moved.Order(), moved);
        for (int i = 0; i < offsets.Length; i++)
        {
            Assert.InRange(moved[i], 0, result.Length);
            // An offset at the start of a word is at the start of the same word afterwards.
            if (offsets[i] == text.Length || char.IsWhiteSpace(text[offsets[i]]) || (offsets[i] > 0 && !char.IsWhiteSpace(text[offsets[i] - 1]))) continue;
            Assert.Equal(text[offsets[i]], result[moved[i]]);
            Assert.Equal(Words(text[..offsets[i]]), Words(result[..moved[i]]));
        }
    }, threads: 1);

    private static int Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}
