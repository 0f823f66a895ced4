using System.Text;

namespace DataCuration.Extraction.Tests;

public sealed class TeaserLinesTests
{
    [Theory]
    [InlineData("<p><a href=a>Read more: Ten lighthouses</a></p>", true)]
    [InlineData("<p>Lea también: <a href=a>Los faros del norte y del sur</a></p>", true)]
    [InlineData("<p>À lire aussi</p>", true)]
    [InlineData("<p>Das Thema könnte dich auch interessieren:</p>", true)]
    [InlineData("<p>Читайте также: <a href=a>Маяки</a></p>", true)]
    [InlineData("<p>関連記事</p>", true)]
    [InlineData("<p>© Augusta National/Getty Images</p>", true)]
    [InlineData("<p>Foto: Hafenmuseum</p>", true)]
    [InlineData("<p>Read more books, said the keeper to the children who had come to see him at the tower that winter.</p>", false)]
    [InlineData("<p>The pictures were sold by Getty Images to a museum that showed them for a year in its largest hall.</p>", false)]
    [InlineData("<pre>read more</pre>", false)]
    [InlineData("<h2>Photo: a history</h2>", false)]
    public void IsOne_ShortLines_AreRecognised(string html, bool expected) =>
        Assert.Equal(expected, TeaserLines.IsOne(new PageSegmenter().Segment(new HtmlParser().Parse(Encoding.UTF8.GetBytes(html))), 0));
}
