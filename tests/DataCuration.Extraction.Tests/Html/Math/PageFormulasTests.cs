using System.Text;
using System.Text.Json;
using DataCuration.Extraction.Tests.Html.Parsing;
using DataCuration.TestKit.Fuzzing;

namespace DataCuration.Extraction.Tests.Html;

public sealed class PageFormulasTests
{
    private const string Annotated =
        "<math><semantics><mrow><mi>x</mi></mrow><annotation encoding=\"application/x-tex\">x_i &lt; 2</annotation></semantics></math>";

    [Theory]
    [InlineData("<span class=katex><span class=katex-mathml>" + Annotated
        + "</span><span class=katex-html aria-hidden=true><span>xx</span></span></span>", "x_i < 2")]
    [InlineData("<span class=katex-display><span class=katex><span class=katex-mathml>" + Annotated
        + "</span><span class=katex-html>x</span></span></span>", "[x_i < 2]")]
    [InlineData("<span class=katex-error title=e>\\foo</span>", @"\foo")]
    [InlineData("<span class=katex><span class=katex-html>x</span></span>", "")]
    [InlineData("<span class=MathJax_Preview>x2</span><span class=MathJax id=m1>x2</span><script type=\"math/tex\">x^2</script>", "- - x^2")]
    [InlineData("<span class=MathJax_Preview></span><div class=MathJax_Display><span class=MathJax>x2</span></div><script type=\"math/tex; "
        + "mode=display\">x^2</script>", "- - [x^2]")]
    [InlineData("<div class=MathJax_Display><span class=MathJax>x2</span></div>", "")]
    [InlineData("<span class=\"mjx-chtml MathJax_CHTML\" data-mathml='<math><msup><mi>x</mi><mn>2</mn></msup></math>'><span>x2</span></span>", "x^{2}")]
    [InlineData("<div class=MathJax_SVG_Display>a <span class=MathJax_SVG data-mathml='<math><mi>x</mi></math>'><span>x</span></span></div>", "[x]")]
    [InlineData("<div class=MathJax_Display><p><span class=MathJax data-mathml='<math display=\"block\"><mi>x</mi></math>'></span></p></div>", "[x]")]
    [InlineData("<span class=MathJax><nobr>x</nobr><span class=MJX_Assistive_MathML><math display=block><mi>x</mi></math></span></span>", "[x]")]
    [InlineData("<script type='math/tex'>% <![CDATA[\na<b %]]></script>", "a<b")]
    [InlineData("<script type='math/asciimath'>sum_(i=1)^n i</script>", "`sum_(i=1)^n i`")]
    [InlineData("<script type='math/mml'><math display=\"block\"><mi>x</mi></math></script>", "[x]")]
    [InlineData("<script>math</script><script type=text/javascript>math/tex</script>", "")]
    [InlineData("<mjx-container class=MathJax jax=CHTML display=true><mjx-math><mjx-mi>x</mjx-mi></mjx-math><mjx-assistive-mml><math "
        + "display=block><mi>x</mi><mo>+</mo></math></mjx-assistive-mml></mjx-container>", "[x+]")]
    [InlineData("<mjx-container><svg><g data-latex='y^2'></g></svg></mjx-container>", "y^2")]
    [InlineData("<mjx-container><svg></svg></mjx-container><mjx-containers><math><mi>x</mi></math></mjx-containers>", "x")]
    [InlineData(Annotated, "x_i < 2")]
    [InlineData("<math alttext='{\\displaystyle a_{i}}'><mi>a</mi></math>", "{\\displaystyle a_{i}}")]
    [InlineData("<math alttext='a plus b' display=block><mi>a</mi><mo>+</mo><mi>b</mi></math>", "[a+b]")]
    [InlineData("<math alttext='n'><mi>n</mi></math>", "n")]
    [InlineData("<math><mi>x</mi><annotation encoding=text/plain>y</annotation></math>", "x")]
    [InlineData("<math></math>", "")]
    [InlineData("<span><math alttext='{\\displaystyle A}'><mi>A</mi></math></span> <img class=fallback-math src=/math/render/1 alt='{\\displaystyle A}'>",
        "{\\displaystyle A} -")]
    [InlineData("<math><mi>A</mi></math> and <img class=tex alt=A>", "A A")]
    [InlineData("<img class=latex alt='x^2'>", "x^2")]
    [InlineData("<img class=fallback-math src=/math/render/1 alt=x>", "x")]
    [InlineData("<img class=math alt='A page of mathematics'>", "")]
    [InlineData("<img class=tex alt='$x$'>", "x")]
    [InlineData("<img src='https://example.org/latex.php?latex=x%5E2%2B1&bg=fff'>", "x^2+1")]
    [InlineData("<img src='//latex.example.org/gif.latex?%5Cfrac%7Ba%7D%7Bb%7D'>", @"\frac{a}{b}")]
    [InlineData("<img src='/images/math/a/b/c.png' alt='\\alpha'>", @"\alpha")]
    [InlineData("<img src='/images/math/teacher.png' alt='A teacher of mathematics'>", "")]
    [InlineData("<img class=latex alt='A glove of latex, as worn by surgeons.'>", "")]
    [InlineData("<img src=/a.png alt='x^2'><img src='data:image/png;base64,/tex/'>", "")]
    [InlineData("<span class='math inline'>\\(x^2\\)</span>", "x^2")]
    [InlineData("<div class='math display'>\\[x^2\\]</div>", "[x^2]")]
    [InlineData("<span class=math>$x$ and $y$</span><span class=math>x</span><span class=price>$5 $</span>", "")]
    [InlineData("<span data-tex='x^2'>x2</span><div class=block data-latex='y'>y</div>", "x^2 [y]")]
    public void Read_Markup_FindsFormulas(string html, string expected) => Assert.Equal(expected, Read(html));

    [Theory]
    [InlineData("{\\displaystyle a}", "{\\displaystyle a}")]
    [InlineData(" $$ x $$ ", "x")]
    [InlineData("$5 and $6", "$5 and $6")]
    [InlineData("$a\\$b$", "a\\$b")]
    [InlineData("a%\nb", "ab")]
    public void Clean_Tex_LosesDelimitersAndWrappingComments(string tex, string expected) => Assert.Equal(expected, TexText.Clean(tex));

    [Fact]
    public void Read_RealPage_FindsEveryAnnotation()
    {
        Assert.SkipWhen(SharedPages.Folder is null, SharedPages.Missing);
        string folder = Path.Combine(SharedPages.Folder!, "structure");
        using JsonDocument gold = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "gold.json")));
        int expected = 0, found = 0;
        foreach (JsonProperty page in gold.RootElement.EnumerateObject())
        {
            HtmlTree tree = new HtmlParser().Parse(SharedPages.ReadPage(Path.Combine(folder, page.Name, "source.html.gz")));
            List<string> formulas = [.. PageFormulas.Read(tree).ToArray()
                .Select(static formula => formula.Tex).OfType<string>()];
            foreach (JsonElement tex in page.Value.GetProperty("tex").EnumerateArray())
            {
                expected++;
                if (formulas.Remove(TexText.Clean(tex.GetString()!))) found++;
            }
        }
        Assert.Equal(55, expected);
        Assert.Equal(55, found);
    }

    [Fact]
    public void Read_RealPage_ConvertsItsMathMlToSimilarTex()
    {
        Assert.SkipWhen(SharedPages.Folder is null, SharedPages.Missing);
        HtmlTree tree = new HtmlParser().Parse(SharedPages.ReadPage(Path.Combine(SharedPages.Folder!, "structure", "wikipedia-3", "source.html.gz")));
        int formulas = 0, converted = 0;
        for (int i = 0; i < tree.NodeCount; i++)
        {
            if (tree.Nodes[i].Tag != HtmlTag.Math) continue;
            formulas++;
            if (MathMlConverter.Convert(tree, i) is { } tex && Bare(tex) == Bare(MathMarkup.TexOf(tree, i)!)) converted++;
            else TestContext.Current.TestOutputHelper?.WriteLine($"{MathMlConverter.Convert(tree, i)} for {MathMarkup.TexOf(tree, i)}");
        }
        Assert.True(formulas >= 55, $"{formulas} formulas");
        Assert.True(converted >= 0.9 * formulas, $"{converted} of {formulas}");

        // Braces, spaces and styles have many equivalent forms.
        static string Bare(string tex)
        {
            foreach (string style in new[] { @"\displaystyle", @"\textstyle", @"\mathrm", @"\mathsf", @"\mathbf", @"\boldsymbol", @"\text", @"\left", @"\right",
                @"\overline", @"\bar", @"\quad", @"\mathbb", @"\operatorname", @"\mathord", @"\ ", @"\," })
                tex = tex.Replace(style, "", StringComparison.Ordinal);
            return string.Concat(tex.Where(static c => !char.IsWhiteSpace(c) && c is not ('{' or '}')));
        }
    }

    [Fact]
    public void Read_NestedRenderings_ParseEachTextAtMostTwice()
    {
        string noFormula = string.Concat(Enumerable.Repeat("<i>x</i>", 6_000));
        string begin = $"<span class=MathJax data-mathml='{noFormula}'>";
        Allocated(begin);
        long beside = Allocated(string.Concat(Enumerable.Repeat(begin + "</span>", 40)));
        long nested = Allocated(string.Concat(Enumerable.Repeat(begin, 40)));
        Assert.InRange(nested, beside / 2, beside * 5 / 2);

        static long Allocated(string page)
        {
            HtmlTree tree = new HtmlParser().Parse(Encoding.UTF8.GetBytes(page));
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Empty(PageFormulas.Read(tree).ToArray());
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Theory]
    [InlineData("&nGt;42 <math>")]
    [InlineData("<span class=katex>x")]
    [InlineData("<span class=katex><math>")]
    [InlineData("<mjx-container><math>x")]
    [InlineData("<span class=MathJax><math><mrow>")]
    public void Read_NestedElements_AreSearchedOnce(string piece)
    {
        // Deeper than the tree allows, so that all of it is inside hundreds of elements. If each element were searched separately, 5,000 would allocate
        // hundreds of times as much as 50.
        double few = Allocated(50) / 50.0, many = Allocated(5_000) / 5_000.0;
        Assert.InRange(many, 0, (few * 3) + 2_000);

        long Allocated(int times)
        {
            HtmlTree tree = new HtmlParser().Parse(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, times)) + "</i>x"));
            PageFormulas.Read(tree);
            long before = GC.GetAllocatedBytesForCurrentThread();
            PageFormulas.Read(tree);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Read_HostileAndMutatedPages_RangesAscendAndDoNotOverlap()
    {
        var parser = new HtmlParser();
        foreach (string name in HostilePages.Names) Check(parser.Parse(HostilePages.Make(name)));
        var mutator = new PageMutator([.. MadePages.All.Append(Annotated + "<span class=katex>" + Annotated + "</span>").Select(Encoding.UTF8.GetBytes)]);
        for (ulong seed = 0; seed < 1_000; seed++) Check(parser.Parse(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(mutator.Next(seed)))));

        static void Check(HtmlTree tree)
        {
            int end = 1;
            foreach (MathFormula formula in PageFormulas.Read(tree))
            {
                Assert.InRange(formula.Node, end, tree.NodeCount - 1);
                Assert.InRange(formula.End, formula.Node + 1, tree.NodeCount);
                end = formula.End;
            }
            Assert.NotNull(MathDelimiters.Read(tree));
        }
    }

    private static string Read(string html)
    {
        HtmlTree tree = new HtmlParser().Parse(Encoding.UTF8.GetBytes(html));
        return string.Join(' ', PageFormulas.Read(tree).ToArray().Select(static formula => formula.Tex is null ? "-" : formula.IsAsciiMath ? $"`{formula.Tex}`"
            : formula.IsDisplay ? $"[{formula.Tex}]" : formula.Tex));
    }
}
