using System.Text;

namespace DataCuration.Extraction.Tests.Html;

public sealed class MathMlConverterTests
{
    [Theory]
    [InlineData("<mi>x</mi><mo>+</mo><mn>1</mn>", "x+1")]
    [InlineData("<mi>α</mi><mi>x</mi>", @"\alpha x")]
    [InlineData("<mi>α</mi><mn>2</mn>", @"\alpha2")]
    [InlineData("<mi>sin</mi><mo>&ApplyFunction;</mo><mi>x</mi>", @"\sin x")]
    [InlineData("<mi>rank</mi><mi>A</mi>", @"\mathrm{rank}A")]
    [InlineData("<mi mathvariant='bold'>v</mi><mi mathvariant=double-struck>R</mi><mi mathvariant=normal>d</mi>", @"\mathbf{v}\mathbb{R}\mathrm{d}")]
    [InlineData("<mi>ℝ</mi><mi>\U0001D400</mi><mi>\U0001D44E</mi><mi>\U0001D53D</mi><mn>\U0001D7D9</mn>", @"\mathbb{R}\mathbf{A}a\mathbb{F}1")]
    [InlineData("<mi>x</mi><mo>&InvisibleTimes;</mo><mi>y</mi><mo>≤</mo><mo>∞</mo>", @"xy\leq\infty")]
    [InlineData("<mn>50</mn><mo>%</mo><mo>{</mo><mi>a</mi><mo>}</mo><mo>&amp;</mo>", @"50\%\{a\}\&")]
    [InlineData("<mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mi>c</mi></mrow></mfrac>", @"\frac{a}{b+c}")]
    [InlineData("<mo>(</mo><mfrac linethickness='0'><mi>n</mi><mi>k</mi></mfrac><mo>)</mo>", @"(\genfrac{}{}{0pt}{}{n}{k})")]
    [InlineData("<msqrt><mi>x</mi><mo>-</mo><mn>1</mn></msqrt><mroot><mi>x</mi><mn>3</mn></mroot>", @"\sqrt{x-1}\sqrt[3]{x}")]
    [InlineData("<msup><mi>x</mi><mn>2</mn></msup><msub><mi>a</mi><mrow><mi>i</mi><mi>j</mi></mrow></msub>", "x^{2}a_{ij}")]
    [InlineData("<msubsup><mo>∫</mo><mn>0</mn><mn>1</mn></msubsup><mi>f</mi>", @"\int_{0}^{1}f")]
    [InlineData("<msup><mrow><mo>(</mo><mi>x</mi><mo>)</mo></mrow><mn>2</mn></msup>", "{(x)}^{2}")]
    [InlineData("<msup><mi>f</mi><mo>′</mo></msup>", "f'")]
    [InlineData("<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi>", @"\sum_{i=1}^{n}i")]
    [InlineData("<munder><mi>lim</mi><mrow><mi>x</mi><mo>→</mo><mn>0</mn></mrow></munder>", @"\lim_{x\to0}")]
    [InlineData("<munder><mi>arg max</mi><mi>x</mi></munder>", @"\operatorname*{arg\,max}_{x}")]
    [InlineData("<mover><mi>x</mi><mo>^</mo></mover><mover><mrow><mi>A</mi><mi>B</mi></mrow><mo>¯</mo></mover><mover><mi>v</mi><mo>→</mo></mover>",
        @"\hat{x}\overline{AB}\vec{v}")]
    [InlineData("<mover><mi>AB</mi><mo>→</mo></mover><munder><mi>x</mi><mo>_</mo></munder>", @"\overrightarrow{\mathrm{AB}}\underline{x}")]
    [InlineData("<mover><mo>=</mo><mi>d</mi></mover><mover><mo>→</mo><mi>f</mi></mover>", @"\overset{d}{=}\xrightarrow{f}")]
    [InlineData("<munder><munder><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mo>⏟</mo></munder><mi>n</mi></munder>", @"\underbrace{a+b}_{n}")]
    [InlineData("<mmultiscripts><mi>C</mi><mn>6</mn><none/><mprescripts/><none/><mn>14</mn></mmultiscripts>", "{}^{14}C_{6}")]
    [InlineData("<mo>[</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr><mtr><mtd><mn>0</mn></mtd><mtd><mn>1</mn>"
        + "</mtd></mtr></mtable><mo>]</mo>",
        @"\begin{bmatrix}1 & 0 \\ 0 & 1\end{bmatrix}")]
    [InlineData("<mi>f</mi><mo>=</mo><mrow><mo>{</mo><mtable><mtr><mtd><mn>0</mn></mtd></mtr><mtr><mtd><mn>1</mn></mtd></mtr></mtable></mrow>",
        @"f=\begin{cases}0 \\ 1\end{cases}")]
    [InlineData("<mtable columnalign='right left'><mtr><mtd><mi>a</mi></mtd><mtd><mo>=</mo><mi>b</mi></mtd></mtr></mtable>",
        @"\begin{aligned}a & =b\end{aligned}")]
    [InlineData("<mfenced open='[' close='' separators=';,'><mi>a</mi><mi>b</mi><mi>c</mi></mfenced>", @"\left[a;b,c\right.")]
    [InlineData("<mfenced><mi>a</mi><mi>b</mi></mfenced>", @"\left(a,b\right)")]
    [InlineData("<mtext>if x_1 &gt; 0</mtext><mspace width='1em'/><mi>y</mi>", @"\text{if x\_1 > 0}\quad y")]
    [InlineData("<menclose notation=box><mi>x</mi></menclose><mphantom><mi>y</mi></mphantom>", @"\boxed{x}\phantom{y}")]
    [InlineData("<mstyle><mrow><mpadded><mi>x</mi></mpadded></mrow></mstyle><semantics><mi>y</mi><annotation-xml>no</annotation-xml></semantics>", "xy")]
    [InlineData("<mfrac><mi>a</mi></mfrac><msup></msup><mroot></mroot>", @"\frac{a}{}\sqrt[]{}")]
    public void Convert_Formula_GivesTex(string mathMl, string expected) => Assert.Equal(expected, Convert($"<math>{mathMl}</math>"));

    [Fact]
    public void Convert_EmptyOrHuge_GivesNothing()
    {
        Assert.Null(Convert("<math></math>"));
        Assert.Null(Convert("<math><mrow> </mrow></math>"));
        Assert.Null(Convert("<math>" + string.Concat(Enumerable.Repeat("<mi>x</mi>", 30_000)) + "</math>"));
        Assert.Null(Convert("<math><mi>" + new string('x', 100_000) + "</mi></math>"));
    }

    [Fact]
    public void Convert_DeepFormula_EndsWithoutStackOverflow()
    {
        string? tex = Convert("<math>" + string.Concat(Enumerable.Repeat("<msqrt>", 2_000)) + "<mi>x</mi>");
        Assert.NotNull(tex);
        Assert.StartsWith(@"\sqrt{\sqrt{", tex, StringComparison.Ordinal);
        Assert.Equal(tex.Count(static c => c == '{'), tex.Count(static c => c == '}'));
    }

    private static string? Convert(string html)
    {
        HtmlTree tree = new HtmlParser().Parse(Encoding.UTF8.GetBytes(html));
        return MathMlConverter.Convert(tree, new MathSearch(tree).MathIn(0));
    }
}
