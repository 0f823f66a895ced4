using System.Text;
using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Microblogs;

public sealed class MicroblogCleanerTests
{
    /// <summary>Markup and text, so that random texts have markup inside markup and at their ends.</summary>
    private static readonly string[] Pieces =
    [
        "今天", "好累", "@", "小明", ":", "：", "#", "树洞", "[", "泪", "]", "//@", "http://", "t.cn/a", "www.", " ", "\n", "😀", "回复", "a", "1", "\u3000",
        "👩‍👩‍👧", "_",
    ];

    [Theory]
    [InlineData("今天好累 http://t.cn/A6abc", "今天好累")]
    [InlineData("看http://t.cn/A6abc这个", "看这个")]
    [InlineData("see http://t.cn/a b", "see b")]
    [InlineData("a HTTPS://X.CN b www.x.cn/p?q=1#树洞#", "a b")]
    [InlineData("http:// is no address", "http:// is no address")]
    [InlineData("xhttp://y.z", "xhttp://y.z")]
    [InlineData("@小明 你好", "你好")]
    [InlineData("你好@小明", "你好")]
    [InlineData("回复@小明:谢谢", "谢谢")]
    [InlineData("回覆@user_1：谢谢", "谢谢")]
    [InlineData("写信到 a.b@example.cn", "写信到 a.b@example.cn")]
    [InlineData("@ 小明", "@ 小明")]
    [InlineData("#抑郁症超话#今天", "今天")]
    [InlineData("#1 and #2", "#1 and #2")]
    [InlineData("## 标题", "## 标题")]
    [InlineData("C# 和 F# 好", "C# 和 F# 好")]
    [InlineData("#一\n二#", "#一\n二#")]
    [InlineData("难过[泪][心碎]了", "难过了")]
    [InlineData("见[1]和[12]", "见[1]和[12]")]
    [InlineData("[这个方括号里有很多很多字]", "[这个方括号里有很多很多字]")]
    [InlineData("好😀👩‍👩‍👧❤️的", "好的")]
    [InlineData("加油//@小红:抱抱//@小明:难过", "加油")]
    [InlineData("看http://t.cn/A//@小红:抱抱", "看")]
    [InlineData("看http://t.cn/A///@小红:抱抱", "看")]
    [InlineData("好 回复@小明://@小红:难过", "好")]
    [InlineData("good[泪]day", "good day")]
    [InlineData("good[泪][泪]day😀😀it#树洞#[泪]is", "good day it is")]
    [InlineData("see[泪]http://t.cn/a [泪]now", "see now")]
    [InlineData("一 \u3000 二 \r\n\n 三 ", "一 二\n三")]
    [InlineData("ab@小明 cd", "ab@小明 cd")]
    [InlineData("打我电话13812345678随时", "打我电话随时")]
    [InlineData("13812345678", "")]
    [InlineData("单号 12812345678 和 138123456789 和 x13812345678 和 1381234567", "单号 12812345678 和 138123456789 和 x13812345678 和 1381234567")]
    public void Clean_Examples_LeavesTheText(string text, string expected)
    {
        StageResult result = StageCalls.Once(new MicroblogCleaner(), text);
        Assert.Equal(expected, result.IsDrop ? "" : result.Document?.Text ?? text);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("#树洞# @小明 [泪] 😀")]
    [InlineData("//@小红:抱抱")]
    [InlineData("转发微博//@小红:抱抱")]
    [InlineData("Repost")]
    public void Clean_NoTextLeft_Drops(string text) => Assert.Equal(MicroblogCleaner.Reason, StageCalls.Once(new MicroblogCleaner(), text).Reason);

    /// <summary>With quadratic time, these texts take minutes.</summary>
    [Theory]
    [InlineData("1", true)]
    [InlineData("http:////@", true)]
    [InlineData("http://a//@", false)]
    [InlineData("http://a ", true)]
    [InlineData("www.//@", false)]
    public void Clean_LongRepeats_TakeLinearTime(string piece, bool cutsChains)
    {
        string text = string.Concat(Enumerable.Repeat(piece, 500_000));
        StageResult result = StageCalls.Once(new MicroblogCleaner { RepostChains = cutsChains }, text);
        Assert.True(result.IsDrop || (result.Document?.Text ?? text).Length <= text.Length);
    }

    [Fact]
    public void Clean_OptionsOff_LeaveTheirMarkup()
    {
        const string Text = "回复@小明:好[泪]😀 13812345678 #树洞# http://t.cn/a //@小红:抱抱";
        var none = new MicroblogCleaner
        {
            Urls = false,
            Mentions = false,
            Topics = false,
            PictureCodes = false,
            Emoji = false,
            RepostChains = false,
            MobileNumbers = false,
            Notices = [],
        };
        Assert.True(StageCalls.Once(none, Text).IsKeep);
        Assert.True(StageCalls.Once(none, "转发微博").IsKeep);
        (MicroblogCleaner Stage, string Left)[] each =
        [
            (new() { Urls = false }, "http://t.cn/a"), (new() { Mentions = false }, "回复@小明:"), (new() { Topics = false }, "#树洞#"),
            (new() { PictureCodes = false }, "[泪]"), (new() { Emoji = false }, "😀"), (new() { RepostChains = false }, "抱抱"),
            (new() { MobileNumbers = false }, "13812345678"),
        ];
        foreach ((MicroblogCleaner stage, string left) in each)
        {
            string cleaned = StageCalls.Once(stage, Text).Document!.Text;
            Assert.Contains(left, cleaned, StringComparison.Ordinal);
            Assert.Equal(1, each.Count(one => cleaned.Contains(one.Left, StringComparison.Ordinal)));
        }
        Assert.Throws<ArgumentException>(() => new MicroblogCleaner { Notices = [""] });
    }

    [Fact]
    public void Clean_AnyText_IsValidShorterAndWithoutEmojiAndAddresses() => Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 24].Sample(pieces =>
    {
        string text = string.Concat(pieces);
        using var calls = new StageCalls(new MicroblogCleaner());
        StageResult result = calls.Apply(text);
        string left = result.IsDrop ? "" : result.Document?.Text ?? text;
        Assert.True(Encoding.UTF8.GetByteCount(left) <= Encoding.UTF8.GetByteCount(text));
        Assert.DoesNotContain("😀", left, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', left);
        Assert.Equal(left.Trim(), left);
        Assert.DoesNotContain("  ", left, StringComparison.Ordinal);
        // What is removed is nothing but markup: each character of the rest is in the text, in order.
        int at = 0;
        foreach (char one in left)
        {
            if (one is ' ' or '\n') continue;
            at = text.IndexOf(one, at) + 1;
            Assert.True(at > 0, $"'{left}' is not a part of '{text}'.");
        }
    });
}
