using System.Globalization;
using System.Text;
using DataCuration.TestKit.Fuzzing;

namespace DataCuration.Extraction.Tests;

public sealed class HtmlExtractorTests
{
    private static readonly string Article = MadeArticle.Page;

    [Fact]
    public void Extract_Article_KeepsOnlyTheMainContent()
    {
        ExtractedPage page = new HtmlExtractor().Extract(Encoding.UTF8.GetBytes(Article), url: "https://example.org/news/harbour");
        Assert.Null(page.DropReason);
        foreach (string paragraph in MadeArticle.Paragraphs) Assert.Contains(paragraph, page.Text, StringComparison.Ordinal);
        foreach (string foreign in MadeArticle.Foreign) Assert.DoesNotContain(foreign, page.Text, StringComparison.Ordinal);
        Assert.Equal("Harbour reopens after storm", page.Metadata!.Title);
        Assert.Equal(PageType.Article, page.PageType);
        Assert.Equal("utf-8", page.EncodingName, ignoreCase: true);
    }

    [Fact]
    public void Extract_Article_AnnotatesTheDocument()
    {
        var raw = new RawDocument
        {
            Id = "urn:1",
            Content = Encoding.UTF8.GetBytes(Article),
            MediaType = "text/html",
            Url = "https://example.org/news/harbour",
            CapturedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)
        };
        ExtractionResult result = new HtmlExtractor().Extract(raw);
        Document document = result.Document!;
        Assert.Equal("urn:1", document.Id);
        Assert.Equal("Harbour reopens after storm", document.Get(PageAnnotations.Title));
        Assert.Equal("Ada Ferry", document.Get(PageAnnotations.Author));
        Assert.Equal("2025-11-03", document.Get(PageAnnotations.Date));
        Assert.Equal("en-GB", document.Get(PageAnnotations.Language));
        Assert.Equal("article", document.Get(PageAnnotations.PageType));
        Assert.Equal("https://example.org/news/harbour", document.Get(WellKnownAnnotations.Url));
        Assert.StartsWith("2026-01-02T03:04:05", document.Get(PageAnnotations.CapturedAt), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "text/html", HtmlDropReasons.NoText)]
    [InlineData("<html><head><title>x</title><script>var a = 'text in a script';</script></head><body><img src=a></body></html>",
        "text/html", HtmlDropReasons.NoText)]
    [InlineData("%PDF-1.7 ...", "application/pdf", HtmlDropReasons.NotHtml)]
    [InlineData("GIF89a", "application/octet-stream", HtmlDropReasons.NotHtml)]
    [InlineData("%PDF-1.7 words that a page could have, one after the other", "text/html", HtmlDropReasons.NotHtml)]
    [InlineData("GIF89a words that a page could have, one after the other", "text/html", HtmlDropReasons.NotHtml)]
    [InlineData("PK\u0003\u0004 words that a text could have, one after the other", "text/plain", HtmlDropReasons.NotHtml)]
    [InlineData("   ", "text/plain", HtmlDropReasons.NoText)]
    public void Extract_NothingToExtract_DropsWithTheReason(string content, string mediaType, string reason)
    {
        ExtractionResult result = new HtmlExtractor().Extract(new RawDocument { Id = "a", Content = Encoding.UTF8.GetBytes(content), MediaType = mediaType });
        Assert.Equal(reason, result.Reason);
    }

    [Fact]
    public void Extract_Limits_DropPagesAboveThem()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Article);
        var raw = new RawDocument { Id = "a", Content = bytes, MediaType = "text/html" };
        int words = new HtmlExtractor().Extract(bytes).Words;
        Assert.True(new HtmlExtractor { MaxPageBytes = bytes.Length }.Extract(raw).IsExtracted);
        Assert.Equal(HtmlDropReasons.PageTooLarge, new HtmlExtractor { MaxPageBytes = bytes.Length - 1 }.Extract(raw).Reason);
        Assert.True(new HtmlExtractor { MinWords = words }.Extract(raw).IsExtracted);
        Assert.Equal(HtmlDropReasons.NoMainContent, new HtmlExtractor { MinWords = words + 1 }.Extract(raw).Reason);
        Assert.Throws<ArgumentOutOfRangeException>(() => new HtmlExtractor { MaxPageBytes = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HtmlExtractor { MinWords = 0 });
    }

    [Fact]
    public void Extract_PlainText_IsDecodedAndKept()
    {
        var raw = new RawDocument
        {
            Id = "a",
            Content = Encoding.Latin1.GetBytes("Ein Stück Text über Äpfel."),
            MediaType = "text/plain",
            Charset = "iso-8859-1"
        };
        ExtractionResult result = new HtmlExtractor().Extract(raw);
        Assert.Equal("Ein Stück Text über Äpfel.", result.Document!.Text);
    }

    [Fact]
    public void Extract_OctetStream_IsDetectedAsHtml()
    {
        var raw = new RawDocument { Id = "a", Content = Encoding.UTF8.GetBytes(" <!DOCTYPE html>" + Article), MediaType = "application/octet-stream" };
        Assert.True(new HtmlExtractor().Extract(raw).IsExtracted);
    }

    [Fact]
    public void Extract_Focus_GoesFromLessToMore()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Article);
        int[] words = [.. new[] { ExtractionFocus.Precision, ExtractionFocus.Balanced,
            ExtractionFocus.Recall }.Select(focus => new HtmlExtractor { Focus = focus }.Extract(bytes).Words)];
        Assert.Equal(words.Order(), words);
    }

    [Fact]
    public void Extract_Comments_AreKeptSeparately()
    {
        ExtractedPage page = new HtmlExtractor { KeepComments = true }.Extract(Encoding.UTF8.GetBytes(Article));
        Assert.Contains(MadeArticle.Comment, page.Comments, StringComparison.Ordinal);
        Assert.DoesNotContain(MadeArticle.Comment, page.Text, StringComparison.Ordinal);
        Assert.Equal("", new HtmlExtractor().Extract(Encoding.UTF8.GetBytes(Article)).Comments);
    }

    [Fact]
    public void Extract_ArticleInStructuredDataOnly_IsTakenFromThere()
    {
        string body = string.Join("\\n\\n", MadeArticle.Paragraphs);
        string html = $$"""<html><head><script type="application/ld+json">{"@type":"NewsArticle","headline":"x","articleBody":"{{body}}"}</script></head><body><p>Please subscribe to read on.</p></body></html>""";
        Assert.Contains(MadeArticle.Paragraphs[2], new HtmlExtractor().Extract(Encoding.UTF8.GetBytes(html)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_SamePageAmongOthersAndInParallel_GivesTheSameText()
    {
        byte[][] pages = [.. Enumerable.Range(0, 40)
            .Select(i => Encoding.UTF8.GetBytes(Article.Replace("storm", string.Create(CultureInfo.InvariantCulture, $"storm{i}"), StringComparison.Ordinal)))];
        string[] alone = [.. pages.Select(page => new HtmlExtractor { Format = TextFormat.Markdown }.Extract(page).Text)];
        var shared = new HtmlExtractor { Format = TextFormat.Markdown };
        string[] together = [.. pages.AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(page => shared.Extract(page).Text)];
        Assert.Equal(alone, together);
    }

    [Fact]
    public void Extract_MutatedPages_NeverThrowAndGiveValidText()
    {
        // A hundredth of the mutated pages that the conformance command fuzz-html reads.
        var mutator = new PageMutator([Encoding.UTF8.GetBytes(Article), Encoding.UTF8.GetBytes(MadeArticle.Forum)]);
        var extractor = new HtmlExtractor { Format = TextFormat.Markdown, KeepLinks = true, KeepComments = true };
        for (ulong seed = 0; seed < 2_000; seed++)
        {
            byte[] page = mutator.Next(seed);
            ExtractedPage extracted = extractor.Extract(page, url: "https://example.org/");
            Assert.True(System.Text.Unicode.Utf8.IsValid(extracted.Utf8Text.Span), $"seed {seed}");
            Assert.True(extracted.DropReason is null == extracted.Words > 0, $"seed {seed}");
            Assert.True(extracted.Steps <= (12L * page.Length) + (1 << 20), $"seed {seed}: {extracted.Steps} steps for {page.Length} bytes");
        }
    }

    [Fact]
    public void Extract_MarkdownOrNot_ChoosesTheSameWords()
    {
        // Markup around invisible content, which is common in real pages.
        string[] nothing = ["<p><b>&nbsp;</b></p>", "<p><i>\u200B</i></p>", "<div><img src=a.png>\u00A0</div>",
            "<p><a href=x> \u3000 </a></p>", "<b><div>&shy;</div></b>"];
        var mutator = new PageMutator([Encoding.UTF8.GetBytes(string.Concat(nothing) + Article),
            Encoding.UTF8.GetBytes(MadeArticle.Forum.Replace("<p>", string.Concat(nothing) + "<p>", StringComparison.Ordinal))]);
        var plain = new HtmlExtractor();
        var marked = new HtmlExtractor { Format = TextFormat.Markdown, KeepLinks = true, KeepImages = true };
        for (ulong seed = 0; seed < 1_000; seed++)
        {
            byte[] page = mutator.Next(seed);
            Assert.True(plain.Extract(page).Words == marked.Extract(page).Words, $"seed {seed}");
        }
    }

    [Fact]
    public void Extract_ShortPageWithArticleInStructuredData_KeepsItsComments()
    {
        string html = $$"""<script type="application/ld+json">{"@type":"Article","articleBody":"{{string.Concat(Enumerable.Repeat("<p class=comment>", 400))}}"}</script>"""
            + $"<div><p>Five words of main text.</p></div><div class=comments><div class=comment><p>{MadeArticle.Comment}</p></div></div>";
        ExtractedPage page = new HtmlExtractor { KeepComments = true }.Extract(Encoding.UTF8.GetBytes(html));
        Assert.Contains(MadeArticle.Comment, page.Comments + page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\uFEFF<!DOCTYPE html>")]
    [InlineData("<!-- été --><HTML>")]
    public void Extract_OctetStreamWithMarkOrComment_IsDetectedAsHtml(string begin)
    {
        var raw = new RawDocument { Id = "a", Content = Encoding.UTF8.GetBytes(begin + Article), MediaType = "application/octet-stream" };
        Assert.True(new HtmlExtractor().Extract(raw).IsExtracted);
    }

    [Fact]
    public void Extract_LinksAndImages_AreMadeAbsolute()
    {
        string html = Article.Replace("said harbour master",
            "said <a href='../b (1).html'>harbour master</a> <img src=/i.png alt=Joan>", StringComparison.Ordinal);
        string text = new HtmlExtractor { Format = TextFormat.Markdown, KeepLinks = true, KeepImages = true }
            .Extract(Encoding.UTF8.GetBytes(html), url: "https://example.org/news/x/").Text;
        Assert.Contains("[harbour master](https://example.org/news/b%20%281%29.html) ![Joan](https://example.org/i.png)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_References_HaveTheOffsetsOfTheirText()
    {
        string html = Article.Replace("said harbour master",
            "said <a href='../b (1).html'> harbour <b>master</b></a> <img src=/i.png alt='Joan \"of\" Arc'>", StringComparison.Ordinal);
        byte[] page = Encoding.UTF8.GetBytes(html);
        ExtractedPage extracted = new HtmlExtractor { KeepReferences = true }.Extract(page, url: "https://example.org/news/x/");
        PageReference link = extracted.References.Single(reference => reference.Address == "https://example.org/news/b%20(1).html");
        PageReference image = extracted.References.Single(reference => reference.Kind == PageReferenceKind.Image);
        Assert.Equal("harbour master", Encoding.UTF8.GetString(extracted.Utf8Text.Span.Slice(link.Offset, link.Length)));
        Assert.Equal(PageReferenceKind.Link, link.Kind);
        Assert.Equal(("https://example.org/i.png", "Joan \"of\" Arc", 0, link.Offset + link.Length),
            (image.Address, image.AlternativeText, image.Length, image.Offset));
        ExtractedPage marked = new HtmlExtractor { KeepReferences = true, KeepImages = true, KeepLinks = true, Format = TextFormat.Markdown }
            .Extract(page, url: "https://example.org/news/x/");
        image = marked.References.Single(reference => reference.Kind == PageReferenceKind.Image);
        Assert.Equal("![Joan \"of\" Arc](https://example.org/i.png)", Encoding.UTF8.GetString(marked.Utf8Text.Span.Slice(image.Offset, image.Length)));
    }

    [Fact]
    public void Extract_References_AreAnAnnotationInJson()
    {
        string html = Article.Replace("said harbour master",
            "said <a href='/b'>harbour master</a><img src=/i.png alt='Joan \"of\" Arc'>", StringComparison.Ordinal);
        var raw = new RawDocument { Id = "a", Content = Encoding.UTF8.GetBytes(html), MediaType = "text/html", Url = "https://example.org/" };
        Document document = new HtmlExtractor { KeepReferences = true }.Extract(raw).Document!;
        using var json = System.Text.Json.JsonDocument.Parse(document.Get(PageAnnotations.References));
        System.Text.Json.JsonElement link = json.RootElement.EnumerateArray().Single(entry => entry.GetProperty("url").GetString() == "https://example.org/b");
        Assert.Equal("harbour master",
            Encoding.UTF8.GetString(document.Utf8Text.Span.Slice(link.GetProperty("offset").GetInt32(), link.GetProperty("length").GetInt32())));
        Assert.Equal("Joan \"of\" Arc", json.RootElement.EnumerateArray()
            .Single(entry => entry.GetProperty("kind").GetString() == "image").GetProperty("alt").GetString());
        Assert.False(new HtmlExtractor().Extract(raw.Content).References.Any());
    }

    [Fact]
    public void Extract_ReferencesOrNot_GivesTheSameText()
    {
        string[] nothing = ["<p><b>&nbsp;</b></p>", "<p>a<img src=b.png>b <a href=x> <img src=c.png> c </a><a href=y>d</a></p>",
            "<div><img src=a.png>\u00A0</div>", "<p><a href=x> \u3000 </a></p>", "<a href=z><div>e<div>f</a>", "<img src=g.png><pre>   </pre>",
            "<table><tr><td rowspan=30 colspan=9><a href=h>a cell of some words</a><td>b</td></tr>"
                + string.Concat(Enumerable.Repeat("<tr><td>c</td></tr>", 30)) + "</table>"];
        var mutator = new PageMutator([Encoding.UTF8.GetBytes(string.Concat(nothing) + Article),
            Encoding.UTF8.GetBytes(MadeArticle.Forum.Replace("<p>", string.Concat(nothing) + "<p>", StringComparison.Ordinal))]);
        foreach (TextFormat format in Enum.GetValues<TextFormat>())
        {
            var plain = new HtmlExtractor { Format = format };
            var noted = new HtmlExtractor { Format = format, KeepReferences = true };
            int references = 0;
            for (ulong seed = 0; seed < 1_000; seed++)
            {
                byte[] page = mutator.Next(seed);
                ExtractedPage expected = plain.Extract(page), actual = noted.Extract(page);
                Assert.True(expected.Text == actual.Text, $"seed {seed}: {expected.Text}\n---\n{actual.Text}");
                Assert.All(actual.References, reference => Assert.InRange(reference.Offset + reference.Length, reference.Offset, actual.Utf8Text.Length));
                references += actual.References.Count;
            }
            Assert.True(references > 1_000);
        }
    }

    [Theory]
    [InlineData("<img src=/i.png><p>&nbsp;</p>")]
    [InlineData("<p>&nbsp;<img src=/i.png></p>")]
    [InlineData("<img src=/i.png><pre>   </pre>")]
    [InlineData("<img src=/i.png><pre>a line of code</pre>")]
    [InlineData("<figure><img src=/i.png></figure>")]
    public void Extract_ImageBesideEmptyBlock_PrecedesTheNextParagraph(string before)
    {
        const string First =
            "Joan Farr said the harbour would be closed to all vessels for as long as the storm went on, and that no one had been hurt so far.";
        const string Next = "Three boats broke from their moorings in the night, two of which were found on the beach below the lighthouse in the "
            + "morning, and the third not at all.";
        byte[] html = Encoding.UTF8.GetBytes($"<article><h1>Storm closes the harbour</h1><p>{First}</p>{before}<p>{Next}</p></article>");
        ExtractedPage page = new HtmlExtractor { KeepReferences = true, Focus = ExtractionFocus.Recall }.Extract(html, url: "https://example.org/");
        PageReference image = Assert.Single(page.References);
        Assert.StartsWith(Next, Encoding.UTF8.GetString(page.Utf8Text.Span[image.Offset..]), StringComparison.Ordinal);
        Assert.Contains("![](https://example.org/i.png)\n" + Next, new HtmlExtractor
        {
            Format = TextFormat.Markdown,
            KeepImages = true,
            Focus = ExtractionFocus.Recall
        }.Extract(html, url: "https://example.org/").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_ReferencesInCellsThatSpan_AreRecordedOnce()
    {
        string alternative = new('y', 100_000);
        string html = $"<article><p>{string.Concat(Enumerable.Repeat("Some words about the table below, which has a cell that spans many. ", 20))}</p><table>"
            + $"<tr><td rowspan=90 colspan=14>some words of a cell<img src=a alt={alternative}></td><td>a</td></tr>"
            + string.Concat(Enumerable.Repeat("<tr><td>some more words of a cell</td></tr>", 89)) + "</table></article>";
        var raw = new RawDocument { Id = "a", Content = Encoding.UTF8.GetBytes(html), MediaType = "text/html", Url = "https://example.org/" };
        Document document = new HtmlExtractor { KeepReferences = true, Focus = ExtractionFocus.Recall }.Extract(raw).Document!;
        Assert.InRange(document.Get(PageAnnotations.References).Length, 1, 4_000);
        Assert.Equal(2, document.Text.Split("some words of a cell").Length);
    }

    /// <summary>Pages whose text could become much longer than the page.</summary>
    public static TheoryData<string> Swelling => [.. HostilePages.Names.SkipWhile(static name => name != "a cell over many cells")];

    [Theory]
    [MemberData(nameof(Swelling))]
    public void Extract_PageThatSwells_StaysWithinAMultipleOfItsSize(string name)
    {
        byte[] page = HostilePages.Make(name);
        var extractor = new HtmlExtractor
        {
            Format = TextFormat.Markdown,
            Focus = ExtractionFocus.Recall,
            KeepLinks = true,
            KeepImages = true,
            KeepReferences = true,
            KeepComments = true
        };
        long before = GC.GetAllocatedBytesForCurrentThread();
        ExtractedPage extracted = extractor.Extract(page, url: "https://example.org/");
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(extracted.Utf8Text.Length <= (4L * page.Length) + 4096, $"{name}: {extracted.Utf8Text.Length} bytes of {page.Length}");
        Assert.True(extracted.Steps <= (12L * page.Length) + (1 << 20), $"{name}: {extracted.Steps} steps for {page.Length} bytes");
        Assert.True(allocated <= (AllocatedBytesPerByte * page.Length) + (32L << 20), $"{name}: {allocated} bytes allocated for {page.Length}");
    }

    /// <summary>A debug build allocates up to three times as much on these pages: without optimization the JIT compiler puts no object on the stack.</summary>
#if DEBUG
    private const long AllocatedBytesPerByte = 400;
#else
    private const long AllocatedBytesPerByte = 100;
#endif

    public static TheoryData<string> HostileNames => [.. HostilePages.Names];

    [Theory]
    [MemberData(nameof(HostileNames))]
    public void Extract_HostilePage_TakesLinearSteps(string name)
    {
        byte[] page = HostilePages.Make(name);
        ExtractedPage extracted = new HtmlExtractor { MaxPageBytes = int.MaxValue }.Extract(page);
        Assert.True(extracted.Steps <= (12L * page.Length) + (1 << 20), $"{extracted.Steps} steps for {page.Length} bytes");
    }
}
