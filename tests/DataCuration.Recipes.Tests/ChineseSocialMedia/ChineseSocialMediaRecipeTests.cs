using DataCuration.Filters;
using DataCuration.Synthesis;

namespace DataCuration.Recipes.Tests.ChineseSocialMedia;

public sealed class ChineseSocialMediaRecipeTests : IDisposable
{
    private static readonly TermMatcher Lexicon = new(["失眠", "绝望", "抑郁", "抑郁症"]);

    private static readonly (string Id, string Text, string Fate)[] Posts =
    [
        ("plain", "今天又失眠了，感觉很绝望。", "今天又失眠了，感觉很绝望。"),
        ("link", "分享一篇关于抑郁症的文章http://t.cn/A6xYz9b值得一看", "分享一篇关于抑郁症的文章值得一看"),
        ("reply", "回复@小明同学:谢谢你一直陪着我", "谢谢你一直陪着我"),
        ("mention", "想对@树洞君 说我真的好累好累", "想对 说我真的好累好累"),
        ("topic", "#抑郁症超话#今天按时吃药了，给自己加油", "今天按时吃药了，给自己加油"),
        ("codes", "眼泪止不住[泪][心碎]怎么办才好", "眼泪止不住怎么办才好"),
        ("emoji", "今天天气很好😀👍🏽出门走了走❤️", "今天天气很好出门走了走"),
        ("chain", "抱抱你，会好起来的//@小红:我撑不下去了//@小蓝:我也是", "抱抱你，会好起来的"),
        ("zero width", "今晚又是一个人看月亮\u200B\u200B\u200B", "今晚又是一个人看月亮"),
        ("mobile", "需要倾诉可以打我电话13812345678随时都在", "需要倾诉可以打我电话随时都在"),
        ("phone", "需要倾诉可以打我电话 +86 138 1234 5678 随时都在", "需要倾诉可以打我电话 <PHONE> 随时都在"),
        ("email", "有想法请写信给 help@example.cn 谢谢大家", "有想法请写信给 <EMAIL> 谢谢大家"),
        ("blanks", "第一行写在这里\r\n\r\n  第二行写在这里  ", "第一行写在这里\n第二行写在这里"),
        ("traditional", "今天又失眠了，感覺很絕望。", "今天又失眠了，感覺很絕望。"),
        ("supplementary", "𠀀𠀁𠀂𠀃𠀄这些字也是汉字", "𠀀𠀁𠀂𠀃𠀄这些字也是汉字"),
        ("english", "so tired today http://t.cn/abc", "! too_few_han"),
        ("few", "累了😭😭😭", "! too_few_han"),
        ("kana", "今日はとても疲れました", "! too_few_han"),
        ("only markup", "#树洞# @小明 [泪] http://t.cn/abc", "! " + MicroblogCleaner.Reason),
        ("notice", "转发微博", "! " + MicroblogCleaner.Reason),
        ("notice chain", "转发微博//@小红:我撑不下去了", "! " + MicroblogCleaner.Reason),
        ("empty", "", "! " + MicroblogCleaner.Reason),
        ("copy", "今天又失眠了，感觉很绝望。//@小明:怎么了", "! exact_duplicate"),
        ("copy of topic", "今天按时吃药了，给自己加油[心]", "! exact_duplicate"),
        ("other number", "我已经连续3天没有睡着了", "我已经连续3天没有睡着了"),
        ("other number too", "我已经连续4天没有睡着了", "我已经连续4天没有睡着了"),
    ];

    private readonly Fates fates = new();

    public void Dispose() => fates.Dispose();

    [Fact]
    public async Task Build_PlantedPosts_HaveTheKnownFates()
    {
        Corpus posts = Corpus.FromDocuments(Posts.Select(post => new Document(post.Id, post.Text)));
        (SortedDictionary<string, Document> kept, SortedDictionary<string, string> dropped) =
            await fates.JudgeAsync(await ChineseSocialMediaRecipe.BuildAsync(posts, fates.Run()), fates.Run());
        foreach ((string id, _, string fate) in Posts)
            Assert.Equal((id, fate), (id, dropped.TryGetValue(id, out string? reason) ? $"! {reason}" : kept[id].Text));
        Assert.Equal(Posts.Length, kept.Count + dropped.Count);
    }

    [Fact]
    public async Task Build_Lexicon_WritesThePlacesInTheCleanedText()
    {
        Corpus posts = Corpus.FromDocuments([.. Posts.Select(post => new Document(post.Id, post.Text)), new("far", "😀@小明 𠀀得了抑郁症也会失眠[泪]的")]);
        var options = new ChineseSocialMediaOptions { Lexicon = Lexicon };
        (SortedDictionary<string, Document> kept, _) =
            await fates.JudgeAsync(await ChineseSocialMediaRecipe.BuildAsync(posts, fates.Run(), options), fates.Run());
        // Code points, of the longest term, in the text without markup.
        Assert.Equal("𠀀得了抑郁症也会失眠的", kept["far"].Text);
        Assert.Equal("[[3,6],[8,10]]", Places(kept["far"]));
        Assert.Equal("[[3,5],[10,12]]", Places(kept["plain"]));
        Assert.Equal("[]", Places(kept["topic"]));
    }

    [Fact]
    public async Task Build_MinTerms_KeepsPostsOfTheDomain()
    {
        Corpus posts = Corpus.FromDocuments(Posts.Select(post => new Document(post.Id, post.Text)));
        var options = new ChineseSocialMediaOptions { Lexicon = Lexicon, MinTerms = 1, TermsField = "lexicon" };
        (SortedDictionary<string, Document> kept, SortedDictionary<string, string> dropped) =
            await fates.JudgeAsync(await ChineseSocialMediaRecipe.BuildAsync(posts, fates.Run(), options), fates.Run());
        Assert.Equal(["link", "plain", "traditional"], kept.Keys);
        Assert.Equal("too_few_terms", dropped["topic"]);
        Assert.Equal("[[6,9]]", kept["link"].TryGetValue("lexicon", out AnnotationValue places) ? places.AsString() : null);
        ArgumentException none = await Assert.ThrowsAsync<ArgumentException>(
            () => ChineseSocialMediaRecipe.BuildAsync(posts, fates.Run(), new ChineseSocialMediaOptions { MinTerms = 1 }));
        Assert.Contains("Lexicon", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_AnyWorkersAndAgain_GivesTheSameBytes()
    {
        Corpus posts = fates.Files("posts",
            Enumerable.Range(0, 6).SelectMany(i => Posts.Select(post => new Document($"{post.Id}{i}", post.Text + (char)('一' + i)))));
        var options = new ChineseSocialMediaOptions { Lexicon = Lexicon };
        string[] one = await fates.LinesAsync(await ChineseSocialMediaRecipe.BuildAsync(posts, fates.Run(1), options), fates.Run(1));
        using var other = new Fates();
        Assert.Equal(one, await other.LinesAsync(await ChineseSocialMediaRecipe.BuildAsync(posts, other.Run(4), options), other.Run(4)));
        Assert.Equal(one, await fates.LinesAsync(await ChineseSocialMediaRecipe.BuildAsync(posts, fates.Run(), options), fates.Run()));
        Assert.InRange(one.Length, 50, 6 * Posts.Length - 1);
    }

    private static string? Places(Document document) => document.TryGetValue("terms", out AnnotationValue places) ? places.AsString() : null;
}
