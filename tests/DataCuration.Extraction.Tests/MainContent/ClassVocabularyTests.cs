using System.Text;

namespace DataCuration.Extraction.Tests;

public sealed class ClassVocabularyTests
{
    [Theory]
    [InlineData("main-nav", ClassWords.Content | ClassWords.Navigation)]
    [InlineData("siteFooter", ClassWords.Footer)]
    [InlineData("POST_BODY", ClassWords.Article | ClassWords.Text)]
    [InlineData("navigate canvas", ClassWords.None)]
    [InlineData("comment2 x", ClassWords.Comment)]
    [InlineData("ipsSignature", ClassWords.Forum | ClassWords.Signature)]
    [InlineData("shop-faq", ClassWords.Product | ClassWords.Faq)]
    [InlineData("", ClassWords.None)]
    [InlineData("aVeryVeryLongWordThatIsInNoVocabularyWhatsoeveratall", ClassWords.None)]
    internal void Read_Names_FindsTheirWords(string value, ClassWords expected) => Assert.Equal(expected, ClassVocabulary.Read(Encoding.UTF8.GetBytes(value)));
}
