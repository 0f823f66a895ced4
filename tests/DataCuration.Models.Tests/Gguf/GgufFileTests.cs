using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Models.Tests;

public sealed class GgufFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Open_EveryTypeOfMetadata_IsRead()
    {
        using GgufFile file = Open(writer =>
        {
            Header(writer, tensors: 0, values: 14);
            Value(writer, "u8", 0, w => w.Write((byte)200));
            Value(writer, "i8", 1, w => w.Write((sbyte)-3));
            Value(writer, "u16", 2, w => w.Write((ushort)60_000));
            Value(writer, "i16", 3, w => w.Write((short)-300));
            Value(writer, "u32", 4, w => w.Write(4_000_000_000u));
            Value(writer, "i32", 5, w => w.Write(-70_000));
            Value(writer, "f32", 6, w => w.Write(1.5f));
            Value(writer, "bool", 7, w => w.Write((byte)1));
            Value(writer, "text", 8, w => Text(w, "ü"));
            Value(writer, "u64", 10, w => w.Write(ulong.MaxValue));
            Value(writer, "i64", 11, w => w.Write(long.MinValue));
            Value(writer, "f64", 12, w => w.Write(2.5));
            Value(writer, "bools", 9, w => { w.Write(7u); w.Write(2UL); w.Write((byte)0); w.Write((byte)1); });
            Value(writer, "i16s", 9, w => { w.Write(3u); w.Write(2UL); w.Write((short)-1); w.Write((short)5); });
        });
        object[] expected = [(byte)200, (sbyte)-3, (ushort)60_000, (short)-300, 4_000_000_000u, -70_000, 1.5f, true, "ü", ulong.MaxValue, long.MinValue, 2.5];
        Assert.Equal(expected, file.MetadataKeys.Take(12).Select(key => file.Metadata[key]));
        Assert.Equal([false, true], (bool[])file.Metadata["bools"]);
        Assert.Equal([-1, 5], (short[])file.Metadata["i16s"]);
    }

    [Fact]
    public void Open_OtherAlignmentAndVersion2_IsRead()
    {
        using GgufFile file = Open(writer =>
        {
            Header(writer, tensors: 2, values: 1, version: 2);
            Value(writer, "general.alignment", 4, w => w.Write(8u));
            Tensor(writer, "a", 0, 0, 1);
            Tensor(writer, "b", 1, 8, 3);
            Pad(writer, 8);
            writer.Write(1.25f);
            Pad(writer, 8);
            foreach (float value in (float[])[1, 2, 3]) writer.Write(BitConverter.HalfToUInt16Bits((Half)value));
        });
        Assert.Equal([1.25f], file.ReadValues(file.Get("a")));
        Assert.Equal([1f, 2, 3], file.ReadValues(file.Get("b")));
        Assert.Equal(2, file.Version);
    }

    [Theory]
    [InlineData("magic", "does not start with 'GGUF'")]
    [InlineData("version", "its version is 1;")]
    [InlineData("big-endian", "its version is 50331648;")]
    [InlineData("tensors", "the number of tensors is 18446744073709551615")]
    [InlineData("values", "the number of metadata values is 1152921504606846976")]
    [InlineData("key length", "a metadata key would have 70000 bytes")]
    [InlineData("key bytes", "a metadata key is not valid UTF-8")]
    [InlineData("key twice", "the metadata key 'a' is there twice")]
    [InlineData("value type", "'a' has the unknown type 13")]
    [InlineData("array type", "'a' is an array of the type 9")]
    [InlineData("array length", "the length of 'a' is 1000")]
    [InlineData("text length", "the text of 'a' would have 1000000 bytes")]
    [InlineData("truth", "'a' has the truth value 2")]
    [InlineData("alignment", "'general.alignment' is 12")]
    [InlineData("dimensions", "tensor 't' has 5 dimensions")]
    [InlineData("size", "tensor 't' has a dimension of the size 0")]
    [InlineData("overflow", "does not fit a file of")]
    [InlineData("format", "tensor 't' has the number format 2")]
    [InlineData("block", "tensor 't' has rows of 31")]
    [InlineData("offset", "tensor 't' has the offset 32 instead of 0")]
    [InlineData("twice", "there are two tensors 't'")]
    [InlineData("data", "tensor 't' has 4000 bytes, but the file ends after")]
    [InlineData("cut", "the file ends within")]
    public void Open_DamagedFile_SaysFileAndPlace(string damage, string expected)
    {
        var error = Assert.Throws<ModelFileException>(() => Open(writer => Damage(writer, damage)).Dispose());
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(folder["a.gguf"], error.Message, StringComparison.Ordinal);
    }

    private static void Damage(BinaryWriter writer, string damage)
    {
        switch (damage)
        {
            case "magic": writer.Write("GGML"u8); writer.Write(new byte[100]); return;
            case "version": Header(writer, 0, 0, version: 1); return;
            case "big-endian": Header(writer, 0, 0, version: 0x03000000); return;
            case "tensors": Header(writer, ulong.MaxValue, 0); return;
            case "values": Header(writer, 0, 1UL << 60); return;
            case "key length": Header(writer, 0, 1); writer.Write(70_000UL); writer.Write(new byte[80_000]); return;
            case "key bytes": Header(writer, 0, 1); writer.Write(1UL); writer.Write((byte)0xFF); writer.Write(0u); writer.Write((byte)0); return;
            case "key twice":
                Header(writer, 0, 2);
                for (int i = 0; i < 2; i++) Value(writer, "a", 4, w => w.Write(1u));
                return;
            case "value type": Header(writer, 0, 1); Value(writer, "a", 13, w => w.Write(1UL)); return;
            case "array type": Header(writer, 0, 1); Value(writer, "a", 9, w => { w.Write(9u); w.Write(1UL); }); return;
            case "array length": Header(writer, 0, 1); Value(writer, "a", 9, w => { w.Write(4u); w.Write(1_000UL); }); return;
            case "text length": Header(writer, 0, 1); Value(writer, "a", 8, w => { w.Write(1_000_000UL); w.Write(new byte[50]); }); return;
            case "truth": Header(writer, 0, 1); Value(writer, "a", 7, w => w.Write((byte)2)); return;
            case "alignment": Header(writer, 0, 1); Value(writer, "general.alignment", 4, w => w.Write(12u)); return;
            case "dimensions": Header(writer, 1, 0); Tensor(writer, "t", 0, 0, 1, 1, 1, 1, 1); return;
            case "size": Header(writer, 1, 0); Tensor(writer, "t", 0, 0, 0); return;
            case "overflow": Header(writer, 1, 0); Tensor(writer, "t", 0, 0, 1L << 40, 1L << 40); return;
            case "format": Header(writer, 1, 0); Tensor(writer, "t", 2, 0, 32); return;
            case "block": Header(writer, 1, 0); Tensor(writer, "t", 8, 0, 31); return;
            case "offset": Header(writer, 1, 0); Tensor(writer, "t", 0, 32, 1); writer.Write(new byte[200]); return;
            case "twice":
                Header(writer, 2, 0);
                Tensor(writer, "t", 0, 0, 1);
                Tensor(writer, "t", 0, 32, 1);
                writer.Write(new byte[200]);
                return;
            case "data": Header(writer, 1, 0); Tensor(writer, "t", 0, 0, 1_000); writer.Write(new byte[3_990]); return;
            default: Header(writer, 0, 1); Value(writer, "a", 12, w => w.Write(new byte[3])); return;
        }
    }

    private GgufFile Open(Action<BinaryWriter> write)
    {
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true)) write(writer);
        return GgufFile.Open(folder.Write("a.gguf", content.ToArray()));
    }

    private static void Header(BinaryWriter writer, ulong tensors, ulong values, uint version = 3)
    {
        writer.Write("GGUF"u8);
        writer.Write(version);
        writer.Write(tensors);
        writer.Write(values);
        if (tensors == 0 && values == 0) writer.Write(new byte[32]);
    }

    private static void Value(BinaryWriter writer, string key, uint type, Action<BinaryWriter> value)
    {
        Text(writer, key);
        writer.Write(type);
        value(writer);
    }

    private static void Tensor(BinaryWriter writer, string name, uint type, ulong offset, params long[] shape)
    {
        Text(writer, name);
        writer.Write((uint)shape.Length);
        foreach (long size in shape) writer.Write(size);
        writer.Write(type);
        writer.Write(offset);
    }

    private static void Text(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static void Pad(BinaryWriter writer, int alignment)
    {
        writer.Flush();
        while (writer.BaseStream.Length % alignment != 0)
        {
            writer.Write((byte)0);
            writer.Flush();
        }
    }
}
