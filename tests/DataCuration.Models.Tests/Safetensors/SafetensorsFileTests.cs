using System.Buffers.Binary;
using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Models.Tests;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new(inMemory: true);

    /// <summary>Headers, the number of data bytes after them, and a part of the error's message.</summary>
    public static TheoryData<string, int, string> Damaged => new()
    {
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "'b' overlaps tensor 'a'" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "the 4 bytes before tensor 'a'" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "the last 4 bytes" },
        { """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", 8, "'a' has the data_offsets [0, 12]" },
        { """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "'a' of type F32 and shape [3] does not fit its 8 bytes" },
        { """{"a":{"dtype":"F32","shape":[4611686018427387905,4],"data_offsets":[0,4]}}""", 4, "'a' of type F32" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "[8, 0]" },
        { """{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "-1" },
        { """{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "1.5" },
        { """{"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}""", 4, "unknown dtype 'F31'" },
        { """{"a":{"dtype":"F32","shape":[1]}}""", 0, "'a' lacks" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}""", 4, "unknown field 'x'" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "damaged" },
        { """{"a":3}""", 0, "'a' is described by Number" },
        { """{"__metadata__":{"a":1}}""", 0, "__metadata__.a" },
        { """{"__metadata__":[]}""", 0, "__metadata__" },
        { """{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "the JSON is damaged" },
        { """{"a":""", 0, "damaged" },
        { """[1]""", 0, "does not start with '{'" },
        { "", 0, "does not start with '{'" },
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(TensorElementType.Float32)]
    [InlineData(TensorElementType.Float16)]
    [InlineData(TensorElementType.BFloat16)]
    public void Read_WrittenTensors_HaveTheirValues(TensorElementType type)
    {
        float[] values = [.. Enumerable.Range(0, 300_000).Select(i => (i % 251 - 125) / 4f)]; // more than one piece
        ModelTensor[] tensors =
        [
            ModelTensor.FromValues("one", [1], new float[] { 1.5f }), ModelTensor.FromValues("many", [3, 100_000], values),
            ModelTensor.FromValues("none", [2, 0], default), ModelTensor.FromValues("scalar ü", [], new float[] { -2 }),
        ];
        SafetensorsWriter.Write(folder["a"], tensors, type, new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" });
        using SafetensorsFile file = SafetensorsFile.Open(folder["a"]);
        Assert.Equal(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }, file.Metadata);
        Assert.Equal(["many", "none", "one", "scalar ü"], file.Tensors.Select(tensor => tensor.Name).Order(StringComparer.Ordinal));
        foreach (ModelTensor tensor in tensors)
        {
            SafetensorsTensor read = file.Get(tensor.Name);
            Assert.Equal(type, read.ElementType);
            Assert.Equal(tensor.Shape, read.Shape);
            Assert.Equal(tensor.ToArray(), file.ToModelTensor(read).ToArray());
        }
        var part = new float[5];
        file.Read(file.Get("many"), 250_000, part);
        Assert.Equal(values[250_000..250_005], part);
    }

    [Fact]
    public void Values_Float32_AreTheBytesOfTheFile()
    {
        SafetensorsWriter.Write(folder["a"], [ModelTensor.FromValues("a", [3], new float[] { 1, 2, 3 })]);
        using SafetensorsFile file = SafetensorsFile.Open(folder["a"]);
        SafetensorsTensor tensor = file.Get("a");
        Assert.Equal([2f, 3f], file.Values<float>(tensor, 1, 2));
        Assert.Equal(File.ReadAllBytes(folder["a"]).AsSpan(^12..), file.Bytes(tensor, 0, 12));
        Assert.Throws<ArgumentException>(() => file.Values<Half>(tensor, 0, 1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Values<float>(tensor, 2, 2).Length);
        Assert.Contains("'b' is missing", Assert.Throws<ModelFileException>(() => file.Get("b")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_SameTensors_HasTheSameAlignedBytes()
    {
        ModelTensor[] tensors = [ModelTensor.FromValues("a", [2], new float[] { 1, 2 })];
        SafetensorsWriter.Write(folder["a"], tensors, TensorElementType.Float16);
        SafetensorsWriter.Write(folder["b"], tensors, TensorElementType.Float16);
        byte[] bytes = File.ReadAllBytes(folder["a"]);
        Assert.Equal(bytes, File.ReadAllBytes(folder["b"]));
        const string Header = """{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}""";
        long length = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        Assert.Equal(Header, Encoding.UTF8.GetString(bytes, 8, (int)length).TrimEnd(' '));
        Assert.Equal([0x00, 0x3C, 0x00, 0x40], bytes[^4..]);
        Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp"));
    }

    [Fact]
    public void Write_ValueTooLarge_NamesTensorAndLeavesTheOldFile()
    {
        folder.Write("a", "old");
        var error = Assert.Throws<ModelFileException>(() => SafetensorsWriter.Write(folder["a"],
            [ModelTensor.FromValues("large", [2], new float[] { 1, 70_000 })], TensorElementType.Float16));
        Assert.Contains("element 1 of tensor 'large' is 70000", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(folder["a"]));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp"));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(folder["a"],
            [ModelTensor.FromValues("a", [], new float[1]), ModelTensor.FromValues("a", [], new float[1])]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SafetensorsWriter.Write(folder["a"], [], TensorElementType.Int8));
    }

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Open_DamagedHeader_SaysFileAndPlace(string header, int dataBytes, string expected)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + text.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, text.Length);
        text.CopyTo(bytes, 8);
        var error = Assert.Throws<ModelFileException>(() => SafetensorsFile.Open(folder.Write("damaged", bytes)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(folder["damaged"], error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0L, 0, "8 of the header's length")]
    [InlineData(100_000_001L, 200, "the format allows 100000000")]
    [InlineData(long.MinValue, 200, "the format allows")]
    [InlineData(1_000L, 999, "only 999 follow")]
    public void Open_ImpossibleHeaderLength_IsRefused(long length, int follow, string expected)
    {
        var bytes = new byte[follow == 0 ? 5 : 8 + follow];
        if (follow > 0) BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        var error = Assert.Throws<ModelFileException>(() => SafetensorsFile.Open(folder.Write("damaged", bytes)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TensorOfIntegers_NamesItsType()
    {
        byte[] header = """{"ids":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}"""u8.ToArray();
        var bytes = new byte[8 + header.Length + 8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        header.CopyTo(bytes, 8);
        bytes[^8] = 7;
        using SafetensorsFile file = SafetensorsFile.Open(folder.Write("ids", bytes));
        Assert.Equal([7L], file.Values<long>(file.Get("ids"), 0, 1));
        var error = Assert.Throws<ModelFileException>(() => file.ToModelTensor(file.Get("ids")));
        Assert.Contains("'ids' has dtype I64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoSuchFile_Throws() => Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Open(folder["absent"]));
}
