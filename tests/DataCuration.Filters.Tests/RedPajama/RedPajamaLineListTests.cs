using System.Globalization;
using System.Text;

namespace DataCuration.Filters.Tests.RedPajama;

public sealed class RedPajamaLineListTests
{
    [Fact]
    public void Add_Values_AreWrittenAsTheShortestNumbers()
    {
        var list = new RedPajamaLineList();
        double[] values = [0, 1, 17, 0.5, 0.33333333, 1e-5, 2147483647, 2147483648, 1e300];
        for (int pass = 0; pass < 2; pass++)
        {
            list.Clear();
            var expected = new List<string>();
            for (int i = 0; i < 300; i++)
            {
                (int start, int end, double value) = (i * 7_000_000, i * 7_000_000 + 1, values[i % values.Length]);
                list.Add(RedPajamaLineList.Format(start, end, new byte[32]), value);
                expected.Add(string.Create(CultureInfo.InvariantCulture, $"[{start},{end},{value:R}]"));
            }
            Assert.Equal($"[{string.Join(',', expected)}]", Encoding.ASCII.GetString(list.ToJson()));
        }
        list.Clear();
        Assert.Equal("[]", Encoding.ASCII.GetString(list.ToJson()));
    }
}
