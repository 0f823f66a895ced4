using System.Numerics;
using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Tabular.Tests;

/// <summary>Decimal numbers keep every digit, in ids and in annotations, whatever their precision and the way they are stored.</summary>
public sealed class ParquetDecimalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<int> Precisions => [.. Enumerable.Range(1, 38)];

    [Theory]
    [MemberData(nameof(Precisions))]
    public async Task Read_EveryPrecisionAndScale_KeepsTheDigits(int precision)
    {
        // DuckDB stores up to 9 digits in 32 bits, up to 18 in 64 bits, and more in 16 bytes. One file has a column for each scale.
        string digits = string.Concat(Enumerable.Range(1, precision).Select(i => (char)('0' + (i % 9 == 0 ? 9 : i % 9))));
        int[] scales = [.. Enumerable.Range(0, precision + 1)];
        string[][] values = [.. scales.Select(scale => new[] { Place(digits, scale), "-" + Place(digits, scale), Place(new string('9', precision), scale),
            Place("1".PadLeft(precision, '0'), scale), Place(new string('0', precision), scale) })];
        string rows = string.Join(", ", Enumerable.Range(0, values[0].Length)
            .Select(row => $"({string.Join(", ", scales.Select(scale => $"'{values[scale][row]}'::DECIMAL({precision}, {scale})"))})"));
        string names = string.Join(", ", scales.Select(scale => $"n{scale}"));
        string path = folder[$"{precision}.parquet"];
        Duck.Run($"COPY (SELECT {names}, 'x' AS text FROM (VALUES {rows}) t({names})) TO '{path}' (FORMAT PARQUET)");
        string[][] expected = [.. Duck.Query($"SELECT {string.Join(", ", scales.Select(scale => $"n{scale}::VARCHAR"))} FROM '{path}'")
            .Select(row => row.Split('|'))];
        Assert.Equal(values[0].Length, expected.Length);
        foreach (int scale in scales)
        {
            SourceContent content = await SourceContent.ReadAsync(
                new ParquetSource(path, new ParquetReadOptions { IdColumn = $"n{scale}", Columns = [$"n{(scale + 1) % scales.Length}"] }));
            Assert.Equal(expected.Select(row => Normal(row[scale])), content.Documents.Select(document => document.Id));
            int other = (scale + 1) % scales.Length;
            Assert.Equal(expected.Select(row => Exact(Normal(row[other]))), content.Documents.Select(document =>
            {
                Assert.True(document.TryGetValue($"n{other}", out AnnotationValue value));
                Assert.True(value.Kind is AnnotationKind.Integer or AnnotationKind.Number or AnnotationKind.Json);
                return Exact(value.AsString()!);
            }));
        }
    }

    [Theory]
    [InlineData(1, "7f", 0, "127")]
    [InlineData(1, "80", 1, "-12.8")]
    [InlineData(2, "ff85", 2, "-1.23")]
    [InlineData(3, "000000", 2, "0.00")]
    [InlineData(5, "ffffffffff", 0, "-1")]
    [InlineData(9, "00ffffffffffffffff", 0, "18446744073709551615")]
    [InlineData(16, "4b3b4ca85a86c47a098a223fffffffff", 38, "0.99999999999999999999999999999999999999")]
    [InlineData(24, "ffffffffffffffffffffffffffffffffffffffffffffffff", 3, "-0.001")]
    public async Task Read_BytesOfAnyLength_KeepTheDigits(int length, string bytes, int scale, string expected)
    {
        byte[] value = Convert.FromHexString(bytes);
        foreach (TestColumn column in new[]
        {
            new TestColumn("n", 7, value) { Length = length },
            new TestColumn("n", 6, ParquetBytes.PlainBytes(value)),
        })
        {
            foreach (bool isLogical in new[] { false, true })
            {
                TestColumn number = column with
                {
                    Converted = isLogical ? null : 5,
                    Scale = isLogical ? 0 : scale,
                    Precision = isLogical ? 0 : 38,
                    Logical = isLogical ? logical => logical.Structure(5, type => type.Number(1, scale).Number(2, 38)) : null,
                };
                folder.Write("a.parquet", ParquetBytes.Write(1, ParquetBytes.Texts("text", "x"), number, number with { Name = "id" }));
                Document document = Assert.Single((await SourceContent.ReadAsync(new ParquetSource(folder["a.parquet"]))).Documents);
                Assert.Equal(expected, document.Id);
                Assert.True(document.TryGetValue("n", out AnnotationValue annotation));
                Assert.Equal(Exact(expected), Exact(annotation.AsString()!));
            }
        }
    }

    [Fact]
    public async Task Read_FewDigits_AreNumbersAndManyAreJson()
    {
        Duck.Run($"COPY (SELECT 'x' AS text, 12.25::DECIMAL(10, 2) AS few, 123456789012345.678::DECIMAL(18, 3) AS many, 5::DECIMAL(18, 0) AS whole, "
            + $"12345678901234567890::DECIMAL(20, 0) AS large) TO '{folder["a.parquet"]}' (FORMAT PARQUET)");
        Document document = Assert.Single((await SourceContent.ReadAsync(new ParquetSource(folder["a.parquet"]))).Documents);
        Assert.Equal(["few=Number:12.25", "many=Json:123456789012345.678", "whole=Integer:5", "large=Json:12345678901234567890"],
            document.ListFields().Select(field => $"{field.Key}={field.Value.Kind}:{field.Value}"));
    }

    [Theory]
    [InlineData("01", AnnotationKind.Json)]
    [InlineData("00", AnnotationKind.Number)]
    public async Task Read_NumberBelowTheRangeOfADouble_KeepsItsDigits(string bytes, AnnotationKind expected)
    {
        var column = new TestColumn("n", 7, Convert.FromHexString(bytes)) { Length = 1, Converted = 5, Scale = 330, Precision = 1 };
        folder.Write("a.parquet", ParquetBytes.Write(1, ParquetBytes.Texts("text", "x"), column));
        Document document = Assert.Single((await SourceContent.ReadAsync(new ParquetSource(folder["a.parquet"]))).Documents);
        Assert.True(document.TryGetValue("n", out AnnotationValue value));
        Assert.Equal(expected, value.Kind);
        if (expected == AnnotationKind.Json) Assert.Equal("0." + new string('0', 329) + "1", value.AsString());
    }

    [Fact]
    public async Task Read_SharedCaseOfIds_AreThree()
    {
        SourceContent content = await SourceContent.ReadAsync(new ParquetSource(SharedCases.Find("decid.parquet")));
        Assert.Equal(["123456789012345670", "123456789012345671", "123456789012345672"], content.Documents.Select(document => document.Id));
        Assert.Equal(["0", "0.3333333333333333", "0.6666666666666666"], content.Documents.Select(document => document.Get(new AnnotationKey<double>("sc"))
            .ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static string Place(string digits, int scale) => scale == 0 ? digits : $"{(scale == digits.Length ? "0" : digits[..^scale])}.{digits[^scale..]}";

    /// <summary>DuckDB leaves out the zero before the decimal point if there are no other digits; ids have it.</summary>
    private static string Normal(string value) =>
        value.StartsWith('.') ? "0" + value : value.StartsWith("-.", StringComparison.Ordinal) ? "-0" + value[1..] : value;

    /// <summary>Returns a number as an integer and the power of ten to divide it by, without trailing zeros: equal numbers are equal.</summary>
    private static (BigInteger Number, int Places) Exact(string text)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        string mantissa = text;
        int exponent = 0;
        int e = text.IndexOf('E', StringComparison.OrdinalIgnoreCase);
        if (e >= 0) (mantissa, exponent) = (text[..e], int.Parse(text[(e + 1)..], culture));
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        int places = (point < 0 ? 0 : mantissa.Length - point - 1) - exponent;
        var number = BigInteger.Parse(mantissa.Replace(".", "", StringComparison.Ordinal), culture);
        if (number.IsZero) return (number, 0);
        while (number % 10 == 0) (number, places) = (number / 10, places - 1);
        return (number, places);
    }
}
