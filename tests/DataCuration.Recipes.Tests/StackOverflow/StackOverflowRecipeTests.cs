using System.Text;
using DataCuration.Extraction;
using DataCuration.Filters;
using DataCuration.TestKit;

namespace DataCuration.Recipes.Tests.StackOverflow;

public sealed class StackOverflowRecipeTests : IDisposable
{
    private readonly RunFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Build_SmallDump_KeepsAnswersWithTheirCodeAndComments()
    {
        List<Document> posts = [.. Enumerable.Range(0, 20).Select(i => Post($"a{i}", Answer(i), "answer", 1 + (i % 3)))];
        posts.Add(Post("question", "<p>How do I sort a list of many words in this language?</p>", "question", 10));
        posts.Add(Post("unloved", Answer(50), "2", 0));
        posts.Add(Post("hated", Answer(51), "answer", -4));
        posts.Add(Post("short", "<p>See above.</p>", "answer", 4));
        posts.Add(Post("empty", "", "answer", 4));
        posts.Add(Post("copy", Answer(2), "answer", 2));
        posts.Add(Post("code",
            "<p>Call <code>x &lt; y</code> like this:</p>\n<pre><code>for (int i = 0; i &lt; n; i++)\n    sum += a[i];\n</code></pre>"
                + "<p>and it <b>works</b>.</p>",
            "2", 7, """["Is <code>n</code> fixed?", {"text": "It is &gt; 0. Mail me@example.org.", "score": 0}]"""));
        posts.Add(Post("broken", "<p>Some <b>open <i>markup <code>of a()</p><div><div><p>without any end and <script>alert(1)</script> a script", "answer", 3));
        Corpus texts = await StackOverflowRecipe.BuildAsync(Corpus.FromDocuments(posts), folder.Run());
        (Dictionary<string, string> kept, Dictionary<string, string> dropped) = await RecipeRuns.FatesAsync(texts, folder, "out");

        Assert.Equal([.. Enumerable.Range(0, 20).Select(i => $"a{i}"), "code", "broken"], kept.Keys);
        Assert.Equal("""
            Call `x < y` like this:

            ```
            for (int i = 0; i < n; i++)
                sum += a[i];
            ```

            and it **works**.

            Comment: Is `n` fixed?

            Comment: It is > 0. Mail <EMAIL>.
            """.ReplaceLineEndings("\n"), kept["code"]);
        Assert.DoesNotContain("alert", kept["broken"], StringComparison.Ordinal);
        Assert.Contains("without any end and", kept["broken"], StringComparison.Ordinal);
        var expected = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["question"] = "other_post_type",
            ["unloved"] = "low_score",
            ["hated"] = "low_score",
            ["short"] = "too_short",
            ["empty"] = "no_text",
            ["copy"] = "exact_duplicate",
        };
        Assert.Equal(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal), dropped.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Build_Options_TakeQuestionsWithTitlesAndLovedComments()
    {
        var title = new AnnotationKey<string>("title");
        Corpus posts = Corpus.FromDocuments(
        [
            Post("q", "<p>How do I sort a list?</p>", "question", 3, """[{"text": "Which list?", "score": 2}, {"text": "Why?", "score": 0}]""")
                .With(title, "Sort &amp; search"),
            Post("c", "<p>Use <code>sort()</code> on the list and print it.</p>", "answer", 3),
        ]);
        var options = new StackOverflowOptions { Types = ["Question", "Answer"], MinCommentScore = 1, MinWords = 1 };
        (Dictionary<string, string> all, _) = await RecipeRuns.FatesAsync(await StackOverflowRecipe.BuildAsync(posts, folder.Run(), options), folder, "all");
        Assert.Equal("Sort & search\n\nHow do I sort a list?\n\nComment: Which list?", all["q"]);
        Assert.Equal(2, all.Count);
        Corpus coded = await StackOverflowRecipe.BuildAsync(posts, folder.Run(), options with { RequiresCode = true, PersonalData = PersonalDataKinds.None });
        (Dictionary<string, string> kept, Dictionary<string, string> dropped) = await RecipeRuns.FatesAsync(coded, folder, "coded");
        Assert.Equal(["c"], kept.Keys);
        Assert.Equal("no_code", dropped["q"]);
    }

    [Fact]
    public async Task Build_CommentWithCutEmoji_HasAReplacementCharacter()
    {
        Document post = Post("a", Answer(1), "answer", 2, """["Fine \ud83d", {"text": "A \\ud83d \ud83d\ude00\ude00 \"b\""}]""");
        Corpus texts = await StackOverflowRecipe.BuildAsync(Corpus.FromDocuments([post]), folder.Run());
        string text = Assert.Single(await RunFolder.Read(texts, folder.Run())).Text;
        Assert.EndsWith("Comment: Fine \uFFFD\n\nComment: A \\ud83d \U0001F600\uFFFD \"b\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("votes", "'p'", "'score'", "'votes'")]
    [InlineData("not a number", "'p'", "'score'", "'many'")]
    [InlineData("no type", "'p'", "'post_type'", "TypeField")]
    [InlineData("comments", "'p'", "'comments'", "not an array")]
    [InlineData("entry", "'p'", "'comments'", "'text'")]
    public async Task Build_UnusableField_NamesFieldAndDocument(string fault, string document, string field, string detail)
    {
        Document post = new("p", Answer(1));
        if (fault != "no type") post = post.With(new AnnotationKey<string>("post_type"), "answer");
        if (fault == "votes") post = post.With(new AnnotationKey<int>("votes"), 3);
        else if (fault == "not a number") post = post.With(new AnnotationKey<string>("score"), "many");
        else post = post.With(new AnnotationKey<int>("score"), 3);
        if (fault == "comments") post = post.With(new AnnotationKey<string>("comments"), "Nice.");
        if (fault == "entry") post = post.Edit().Set("comments", AnnotationValue.FromJson([.. "[3]"u8])).Build();
        CurationRunException error = await Assert.ThrowsAsync<CurationRunException>(async () =>
            await StackOverflowRecipe.BuildAsync(Corpus.FromDocuments([post]), folder.Run()));
        Assert.All(new[] { document, field, detail }, part => Assert.Contains(part, error.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("title", "TitleField")]
    [InlineData("comments", "CommentsField")]
    public async Task Build_TooLargeField_NamesFieldAndDocument(string field, string option)
    {
        Document post = Post("p", "Text.", "answer", 3, field == "comments" ? """["A comment of 24 letters."]""" : null);
        if (field == "title") post = post.With(new AnnotationKey<string>("title"), "A title of more than ten letters");
        var builder = new PostTextBuilder(new StackOverflowOptions()) { Converter = new HtmlFragmentConverter { MaxBytes = 10 } };
        Corpus texts = Corpus.FromDocuments([post]).Pipe(builder);
        CurationException error = await Assert.ThrowsAnyAsync<CurationException>(() => RunFolder.Read(texts, folder.Run()));
        Assert.All(new[] { "'p'", $"'{field}'", option }, part => Assert.Contains(part, error.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public Task Build_AnyWorkersAndAgain_GivesTheSame() => RecipeRuns.AssertSameForAnyWorkersAsync(async (inputs, run) =>
    {
        Corpus posts = RecipeRuns.Write(inputs, "posts", [.. Enumerable.Range(0, 40).Select(i => Post($"a{i}", Answer(i % 31), "answer", i % 4))]);
        return new RecipeResult((RecipeParts.Train, await StackOverflowRecipe.BuildAsync(posts, run)));
    });

    private static Document Post(string id, string html, string type, int score, string? comments = null)
    {
        DocumentEditor editor = new Document(id, html).Edit().Set(new AnnotationKey<string>("post_type"), type).Set(new AnnotationKey<int>("score"), score);
        if (comments is not null) editor.Set("comments", AnnotationValue.FromJson(Encoding.UTF8.GetBytes(comments)));
        return editor.Build();
    }

    private static string Answer(int i) =>
        $"<p>{string.Join(' ', Enumerable.Range(0, 14).Select(k => $"word{(char)('a' + i % 26)}{(char)('a' + i / 26)}{(char)('a' + k)}"))}</p>"
            + $"<pre><code>var x{i} = new Thing{i}({i});</code></pre>";
}
