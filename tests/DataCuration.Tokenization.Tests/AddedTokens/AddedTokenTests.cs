using System.Text.Json.Nodes;

namespace DataCuration.Tokenization.Tests;

public sealed class AddedTokenTests
{
    [Theory]
    [InlineData("xabcab", "x|abc|ab")] // the longest one
    [InlineData("sing sings", "sing|\u0120|s|i|n|g|s")] // a whole word only
    [InlineData("a \n<mask>  b", "a|<mask>|\u0120|\u0120|b")] // with the space before it
    [InlineData("x<r> \t y", "x|<r>|y")] // with the space after it
    public void Encode_AddedTokens_FollowTheirRules(string text, string expected)
    {
        JsonObject file = SmallTokenizers.ByteLevel();
        file["added_tokens"] = new JsonArray(SmallTokenizers.Added(256, "ab", special: false), SmallTokenizers.Added(257, "abc", special: false),
            SmallTokenizers.Added(258, "sing", special: false, word: true), SmallTokenizers.Added(259, "<mask>", special: false, left: true),
            SmallTokenizers.Added(260, "<r>", special: false, right: true));
        file["pre_tokenizer"]!["use_regex"] = false;
        HuggingFaceTokenizer tokenizer = SmallTokenizers.Load(file);
        Assert.Equal(expected, string.Join('|', SmallTokenizers.Spellings(tokenizer, text)));
        Assert.Equal(5, tokenizer.AddedTokens.Count);
    }

    [Fact]
    public void Encode_NormalizedToken_IsFoundInNormalizedText()
    {
        JsonObject file = SmallTokenizers.ByteLevel();
        file["normalizer"] = JsonNode.Parse("{\"type\":\"Lowercase\"}");
        file["added_tokens"] = new JsonArray(SmallTokenizers.Added(256, "Name", special: false, normalized: true),
            SmallTokenizers.Added(257, "Raw", special: false));
        Assert.Equal(["x", "Name", "y", "Raw", "r", "a", "w"], SmallTokenizers.Spellings(SmallTokenizers.Load(file), "XnAmEYRawraw"));
    }

    [Fact]
    public void Load_TokensOutsideOfTheVocabulary_GetTheNextIds()
    {
        // As in the reference, whatever ids the file lists.
        JsonObject file = SmallTokenizers.ByteLevel();
        file["added_tokens"] = new JsonArray(SmallTokenizers.Added(900, "<x>", special: true), SmallTokenizers.Added(950, "a", special: false));
        HuggingFaceTokenizer tokenizer = SmallTokenizers.Load(file);
        Assert.Equal((256, 'a', 257), (tokenizer.IdOf("<x>"), tokenizer.IdOf("a"), tokenizer.VocabularySize));
    }
}
