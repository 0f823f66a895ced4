using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Tabular.Tests;

/// <summary>Every encoding, compression and page form is read, or costs only its own column. Id and text are never lost for another column.</summary>
public sealed class ParquetEncodingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("V1", "SNAPPY")]
    [InlineData("V2", "SNAPPY")]
    [InlineData("V2", "ZSTD")]
    [InlineData("V2", "GZIP")]
    [InlineData("V2", "BROTLI")]
    [InlineData("V2", "LZ4_RAW")]
    [InlineData("V2", "UNCOMPRESSED")]
    public async Task Read_EveryTypeOfAnotherEngine_GivesItsValues(string version, string codec)
    {
        string path = folder["a.parquet"];
        Duck.Run($"""
            COPY (SELECT 'doc' || i AS id, 'text ' || (i * 7919 % 5000) AS text,
                  (i % 256 - 128)::TINYINT AS i8, (i - 2500)::SMALLINT AS i16, 
                  (i * 429496 - 1073741824)::INTEGER AS i32,
                  i * 1844674407370955 - 4611686018427387904 AS i64, (i % 256)::UTINYINT AS u8,
                  (i * 858993)::UINTEGER AS u32, i::UBIGINT * 3689348814741910 AS u64,
                  i / 7::DOUBLE AS f64,
                  (i / 8)::FLOAT AS f32, i % 3 = 0 AS flag, (i * 1.25 - 3000)::DECIMAL(9, 2) AS d9, (i * 1000000007.5)::DECIMAL(18, 1) AS d18,
                  (i::HUGEINT * 1000000000000000003)::DECIMAL(38, 0) AS d38,
                  DATE '1970-01-01' + i::INTEGER AS day, CASE WHEN i % 5 = 0 THEN NULL ELSE i * i END AS square,
                  TIMESTAMP '1970-01-01' + to_microseconds(i * 1000000) AS ts,
                  CASE WHEN i % 11 < 9 THEN NULL ELSE 'label ' || i END AS label, NULL::INTEGER AS nothing
                  FROM range(5000) t(i)) TO '{path}' (FORMAT PARQUET, COMPRESSION {codec}, PARQUET_VERSION {version}, ROW_GROUP_SIZE 2048)
            """);
        SourceContent content = await SourceContent.ReadAsync(new ParquetSource(path), batchDocuments: 1000);
        Assert.Empty(content.Faults);
        Assert.Empty(content.Warnings);
        string[] expected = Duck.Query($"""
            SELECT id, text, i8, i16, i32, i64, u8, u32, u64, CASE WHEN i16 % 7 = 0 THEN f64::BIGINT END,
                   CASE WHEN i16 % 8 = 0 THEN f32::BIGINT END, flag, (d9 * 100)::BIGINT, (d18 * 10)::BIGINT, d38::VARCHAR,
                   strftime(day, '%Y-%m-%d'), square, strftime(ts, '%Y-%m-%dT%H:%M:%S'), label, nothing FROM '{path}'
            """);
        Assert.Equal(expected, content.Documents.Select(document =>
        {
            Dictionary<string, AnnotationValue> fields = document.ListFields().ToDictionary(field => field.Key, field => field.Value);
            long i16 = fields["i16"].AsInteger();
            string?[] row =
            [
                document.Id, document.Text, Text("i8"), Text("i16"), Text("i32"), Text("i64"), Text("u8"), Text("u32"), Text("u64"),
                i16 % 7 == 0 ? Rounded("f64") : null, i16 % 8 == 0 ? Rounded("f32") : null, fields["flag"].AsBoolean() ? "True" : "False",
                Scaled("d9", 100), Scaled("d18", 10), Text("d38"), Text("day"), Text("square"), Text("ts"), Text("label"), Text("nothing"),
            ];
            return string.Join('|', row.Select(value => value ?? "∘"));

            string? Text(string name) => fields[name].AsString();
            string Rounded(string name) => Math.Round(fields[name].AsNumber(), MidpointRounding.ToEven).ToString("F0", CultureInfo.InvariantCulture);
            string Scaled(string name, int by) =>
                (decimal.Parse(fields[name].AsString()!, NumberStyles.Float, CultureInfo.InvariantCulture) * by).ToString("F0", CultureInfo.InvariantCulture);
        }));
    }

    [Fact]
    public void Read_DeltasOfAnyIntegers_GiveThem()
    {
        (int, int)[] forms = [(128, 4), (256, 4), (128, 1), (512, 2), (64, 2)]; // values of a block, parts of a block
        Gen<long> extreme = Gen.OneOf<long>(Gen.Long, Gen.Long[-100, 100], Gen.Const(long.MinValue), Gen.Const(long.MaxValue));
        Gen.Select(extreme.Array[1, 300], Gen.Int[0, forms.Length - 1].Select(i => forms[i]), Gen.Bool, Gen.Bool).Sample(
            (values, form, is32Bit, isV2) =>
            {
                if (is32Bit) values = [.. values.Select(value => (long)(int)value)];
                using var temporary = new TemporaryFolder();
                TestColumn column = new("v", is32Bit ? 1 : 2, ParquetBytes.Delta(values, form.Item1, form.Item2, is32Bit), 5) { IsV2 = isV2 };
                string path = temporary.Write("a.parquet",
                    ParquetBytes.Write(values.Length, ParquetBytes.Texts("text", [.. values.Select(_ => "x")]), column, column with { Name = "id" }));
                SourceContent content = SourceContent.ReadAsync(new ParquetSource(path)).Result;
                Assert.Equal(values, content.Documents.Select(document => document.Get(new AnnotationKey<long>("v"))));
                Assert.Equal(values.Select(value => value.ToString(CultureInfo.InvariantCulture)), content.Documents.Select(document => document.Id));
            },
            iter: 150);
    }

    [Theory]
    [InlineData(6, 6)] // DELTA_LENGTH_BYTE_ARRAY
    [InlineData(7, 6)] // DELTA_BYTE_ARRAY
    [InlineData(7, 7)]
    [InlineData(9, 7)] // BYTE_STREAM_SPLIT
    public async Task Read_StringsInEveryEncoding_AreTheSame(int encoding, int type)
    {
        string[] texts = type == 7 ? ["apples", "apply!", "apply?", "zebras", "zebra2"]
            : ["", "apple", "applause", "appl", "", "zebra é", "zebra éa", new string('z', 300)];
        byte[][] bytes = [.. texts.Select(Encoding.UTF8.GetBytes)];
        byte[] values = encoding switch
        {
            6 => ParquetBytes.DeltaLengths(bytes),
            7 => ParquetBytes.DeltaPrefixes(bytes),
            _ => ParquetBytes.Split([.. bytes.SelectMany(value => value)], 6),
        };
        foreach (bool isV2 in new[] { false, true })
        {
            bool[] present = [.. texts.SelectMany(_ => new[] { false, true })];
            TestColumn column = new("label", type, values, encoding) { Converted = 0, Length = type == 7 ? 6 : 0, IsV2 = isV2 };
            TestColumn text = column with { Name = "text", Present = present };
            TestColumn label = column with { Present = present, HasOldLevels = !isV2 };
            folder.Write("a.parquet", ParquetBytes.Write(present.Length, text, label));
            SourceContent content = await SourceContent.ReadAsync(new ParquetSource(folder["a.parquet"]));
            Assert.Equal(texts, content.Documents.Select(document => document.Text));
            Assert.Equal(texts, content.Documents.Select(document => document.Get(new AnnotationKey<string>("label"))));
            Assert.Equal(texts.Length, content.Faults.Count);
        }
    }

    [Fact]
    public async Task Read_SplitBytesOfNumbers_AreTheSame()
    {
        double[] values = [0, -0.5, 1e300, double.Epsilon, Math.PI];
        byte[] doubles = [.. values.SelectMany(BitConverter.GetBytes)];
        byte[] floats = [.. values.SelectMany(value => BitConverter.GetBytes((float)value))];
        byte[] integers = ParquetBytes.Plain32(1, -2, int.MaxValue, int.MinValue, 5);
        byte[] longs = ParquetBytes.Plain64(1, -2, long.MaxValue, long.MinValue, 5);
        folder.Write("a.parquet", ParquetBytes.Write(5, ParquetBytes.Texts("text", "a", "b", "c", "d", "e"),
            new TestColumn("f64", 5, ParquetBytes.Split(doubles, 8), 9), new TestColumn("f32", 4, ParquetBytes.Split(floats, 4), 9),
            new TestColumn("i32", 1, ParquetBytes.Split(integers, 4), 9),
            new TestColumn("i64", 2, ParquetBytes.Split(longs, 8), 9) { IsV2 = true }));
        SourceContent content = await SourceContent.ReadAsync(new ParquetSource(folder["a.parquet"]));
        Assert.Equal(values, content.Documents.Select(document => document.Get(new AnnotationKey<double>("f64"))));
        Assert.Equal(values.Select(value => (double)(float)value), content.Documents.Select(document => document.Get(new AnnotationKey<double>("f32"))));
        Assert.Equal([1, -2, int.MaxValue, int.MinValue, 5], content.Documents.Select(document => document.Get(new AnnotationKey<long>("i32"))));
        Assert.Equal([1, -2, long.MaxValue, long.MinValue, 5], content.Documents.Select(document => document.Get(new AnnotationKey<long>("i64"))));
    }

    [Fact]
    public async Task Read_BooleansAndHalvesAndDictionaries_AreTheSame()
    {
        byte[] runs = [8, 0, 0, 0, 4, 1, 2, 0, 2, 1, 2, 1]; // a length, and runs: 1 1, 0, 1, 1
        byte[] halves = [.. new[] { (Half)0.5, (Half)(-2), Half.MaxValue, (Half)0, (Half)1 }.SelectMany(BitConverter.GetBytes)];
        folder.Write("a.parquet", ParquetBytes.Write(5, ParquetBytes.Texts("text", "a", "b", "c", "d", "e"),
            new TestColumn("run", 0, runs, 3), new TestColumn("plain", 0, [0b11011]),
            new TestColumn("half", 7, halves) { Length = 2, Logical = logical => logical.Structure(15, static _ => { }) },
            new TestColumn("old", 6, ParquetBytes.Indices(1, 0, 1, 1, 0), 2)
            {
                Converted = 0,
                Dictionary = ParquetBytes.PlainBytes([120], [121]),
                DictionaryEntries = 2,
            },
            new TestColumn("new", 2, ParquetBytes.Indices(0, 1, 0, 1, 1), 8) { Dictionary = ParquetBytes.Plain64(7, -7), DictionaryEntries = 2, IsV2 = true }));
        SourceContent content = await SourceContent.ReadAsync(new ParquetSource(folder["a.parquet"]));
        Assert.Equal(["true true 0.5 y 7", "true true -2 x -7", "false false 65504 y 7", "true true 0 y -7", "true true 1 x -7"],
            content.Documents.Select(document => string.Join(' ', document.ListFields().Select(field => field.Value.ToString()))));
    }

    [Theory]
    [InlineData(2)] // gzip
    [InlineData(5)] // LZ4 with Hadoop's lengths
    public async Task Read_OtherCompressions_AreRead(int codec)
    {
        byte[] plain = ParquetBytes.PlainBytes("hello"u8.ToArray(), "hello hello hello hello hello"u8.ToArray());
        byte[] stored;
        if (codec == 2)
        {
            using var memory = new MemoryStream();
            using (var gzip = new GZipStream(memory, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(plain);
            stored = memory.ToArray();
        }
        else
        {
            // One block of literals only: a token with the number of literals, and the literals.
            byte[] block = [0xf0, (byte)(plain.Length - 15), .. plain];
            stored = [0, 0, 0, (byte)plain.Length, 0, 0, 0, (byte)block.Length, .. block];
        }
        TestColumn text = new("text", 6, stored) { Converted = 0, Codec = codec, UncompressedLength = plain.Length };
        foreach (bool isV2 in new[] { false, true })
        {
            folder.Write("a.parquet", ParquetBytes.Write(2, text with { IsV2 = isV2 }));
            SourceContent content = await SourceContent.ReadAsync(new ParquetSource(folder["a.parquet"]));
            Assert.Equal(["hello", "hello hello hello hello hello"], content.Documents.Select(document => document.Text));
        }
    }

    [Theory]
    [InlineData("encoding", "encoding ALP")]
    [InlineData("type", "encoding DELTA_BINARY_PACKED")]
    [InlineData("codec", "compression LZO")]
    [InlineData("encryption", "it is encrypted")]
    public async Task Read_ColumnThatCannotBeRead_CostsThatColumnOnly(string obstacle, string inMessage)
    {
        TestColumn bad = obstacle switch
        {
            "encoding" => new("bad", 5, new byte[16], 10),
            "type" => new("bad", 5, new byte[16], 5),
            "codec" => new("bad", 2, new byte[16]) { Codec = 3 },
            _ => new("bad", 2, new byte[16]) { IsEncrypted = true },
        };
        folder.Write("a.parquet", ParquetBytes.Write(2, ParquetBytes.Texts("id", "1", "2"), bad, ParquetBytes.Texts("text", "a", "b"),
            ParquetBytes.Texts("label", "x", "y")));
        SourceContent content = await SourceContent.ReadAsync(new ParquetSource(folder["a.parquet"]));
        Assert.Equal(["1 a x", "2 b y"], content.Documents.Select(document => $"{document.Id} {document.Text} {document.ListFields().Single().Value}"));
        string warning = Assert.Single(content.Warnings);
        Assert.Contains("'a.parquet': column 'bad' is left out", warning, StringComparison.Ordinal);
        Assert.Contains(inMessage, warning, StringComparison.Ordinal);

        var chosen = new ParquetSource(folder["a.parquet"], new ParquetReadOptions { Columns = ["bad"] });
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => SourceContent.ReadAsync(chosen));
        Assert.Contains("column 'bad' cannot be read: " + inMessage, exception.Message, StringComparison.Ordinal);
        var needed = new ParquetSource(folder["a.parquet"], new ParquetReadOptions { IdColumn = "bad" });
        Assert.Contains("'bad'", (await Assert.ThrowsAsync<InvalidDataException>(() => SourceContent.ReadAsync(needed))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NestedAndBytes_AreLeftOutWithAWarning()
    {
        Duck.Run("COPY (SELECT {'a': 1, 'b': [2]} AS struct, 'x' AS text, [1, 2] AS list, 'b'::BLOB AS bytes, 5 AS n) "
            + $"TO '{folder["a.parquet"]}' (FORMAT PARQUET)");
        SourceContent content = await SourceContent.ReadAsync(new ParquetSource(folder["a.parquet"]));
        Assert.Equal(["n=5"], Assert.Single(content.Documents).ListFields().Select(field => $"{field.Key}={field.Value}"));
        // In ordinal order of the messages.
        Assert.Equal(["bytes", "list", "struct"], content.Warnings.Select(warning => warning.Split('\'')[3]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Read_ColumnsOfTheSameName_AreNumbered()
    {
        folder.Write("a.parquet", ParquetBytes.Write(1, ParquetBytes.Texts("text", "t"), ParquetBytes.Texts("n", "a"), ParquetBytes.Texts("n", "b"),
            ParquetBytes.Texts("n_2", "c")));
        SourceContent content = await SourceContent.ReadAsync(new ParquetSource(folder["a.parquet"]));
        Assert.Equal(["n=a", "n_3=b", "n_2=c"], Assert.Single(content.Documents).ListFields().Select(field => $"{field.Key}={field.Value}"));
        Assert.Contains("'n_3'", Assert.Single(content.Warnings), StringComparison.Ordinal);
        folder.Write("b.parquet", ParquetBytes.Write(1, ParquetBytes.Texts("text", "t"), ParquetBytes.Texts("text", "a")));
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => SourceContent.ReadAsync(new ParquetSource(folder["b.parquet"])));
        Assert.Contains("'text' twice", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_EveryDamagedByte_IsAnErrorThatNamesTheFileOrHarmless()
    {
        Duck.Run("COPY (SELECT 'id' || i AS id, 'text ' || i AS text, i AS n, i / 3 AS x, TIMESTAMP '2024-01-01' AS ts FROM range(40) t(i)) "
            + $"TO '{folder["whole.parquet"]}' (FORMAT PARQUET, PARQUET_VERSION V2)");
        byte[] whole = File.ReadAllBytes(folder["whole.parquet"]);
        var bytes = new SeededBytes(11);
        byte[] masks = new byte[whole.Length];
        bytes.Fill(masks);
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= (byte)(masks[at] | 1);
            folder.Write("a.parquet", damaged);
            try
            {
                await SourceContent.ReadAsync(new ParquetSource(folder["a.parquet"]));
            }
            catch (InvalidDataException exception)
            {
                Assert.Contains("a.parquet'", exception.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Read_TruncatedAnywhere_IsAnErrorThatNamesTheFile()
    {
        byte[] whole = ParquetBytes.Write(2, ParquetBytes.Texts("id", "1", "2"), ParquetBytes.Texts("text", "a", "b"));
        for (int length = 0; length < whole.Length; length += 3)
        {
            folder.Write("a.parquet", whole.AsSpan(0, length));
            var exception = await Assert.ThrowsAsync<InvalidDataException>(() => SourceContent.ReadAsync(new ParquetSource(folder["a.parquet"])));
            Assert.Contains("a.parquet'", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Read_SharedCaseOfTheSecondVersion_IsRead()
    {
        SourceContent content = await SourceContent.ReadAsync(new ParquetSource(SharedCases.Find("v2ts.parquet")));
        Assert.Equal(["0 doc 0", "1 doc 1", "2 doc 2"], content.Documents.Select(document => $"{document.Id} {document.Text}"));
        Assert.All(content.Documents, document => Assert.StartsWith("20", document.Get(new AnnotationKey<string>("crawled")), StringComparison.Ordinal));
        Assert.Empty(content.Warnings);
    }
}
