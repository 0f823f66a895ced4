using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Tests.Content;

public sealed class ContentKindsTests
{
    public static TheoryData<string, string> Heads => new()
    {
        { "1f8b0800", "Gzip" },
        { "28b52ffd", "Zstd" },
        { "502a4d1801000000", "Zstd" },
        { "425a6839314159265359", "Bzip2" },
        { "425a6839177245385090", "Bzip2" },
        { "fd377a585a00", "Xz" },
        { "04224d18", "Lz4" },
        { "377abcaf271c", "SevenZip" },
        { "504b0304", "Zip" },
        { "526172211a0701", "Rar" },
        { "50415231", "Parquet" },
        { "4152524f57310000", "Arrow" },
        { "ffffffff10010000", "Arrow" },
        { "4f626a01", "Avro" },
        { "4f524300", "Orc" },
        { "53514c69746520666f726d6174203300", "Sqlite" },
        { "934e554d505901", "Numpy" },
        { "894844460d0a1a0a", "Hdf5" },
        { "89504e470d0a1a0a", "Image" },
        { "ffd8ffe0", "Image" },
        { "255044462d312e37", "Pdf" },
        { "fffe7b002200", "Utf16LittleEndian" },
        { "feff007b0022", "Utf16BigEndian" },
        { "7b0022007400", "Utf16LittleEndian" },
        { "007b00220074", "Utf16BigEndian" },
        { "fffe00007b000000", "Utf32" },
        { "0000feff0000007b", "Utf32" },
    };

    [Theory]
    [MemberData(nameof(Heads))]
    public void Recognize_FirstBytes_GiveTheKind(string bytes, string kind) =>
        Assert.Equal(kind, ContentKinds.Recognize(Convert.FromHexString(bytes)).ToString());

    [Theory]
    [InlineData("<!DOCTYPE html>\n<html>", "Html")]
    [InlineData("\uFEFF \n<HTML lang='en'>", "Html")]
    [InlineData("<?xml version='1.0'?><!DOCTYPE html><html xmlns='x'>", "Html")]
    [InlineData("<?xml version='1.0'?><feed>", "Xml")]
    [InlineData("WARC/1.0\r\nWARC-Type: warcinfo", "Warc")]
    [InlineData("[\n  {\"text\": \"a\"}", "JsonArray")]
    [InlineData("[{\"text\": \"a\"},", "JsonArray")]
    [InlineData("{\n  \"text\": \"a\"\n}", "JsonOverLines")]
    [InlineData("{\r\n\t\"text\"", "JsonOverLines")]
    [InlineData("{\"text\": \"a\"}", "JsonLines")]
    [InlineData("\uFEFF\n{ \"text\": \"a\"}", "JsonLines")]
    [InlineData("[\"text\"]\n{\"text\": \"a\"}", "Unknown")]
    [InlineData("BZh is a name", "Unknown")]
    [InlineData("ORCHIDS grow here", "Unknown")]
    [InlineData("plain text", "Unknown")]
    [InlineData("", "Unknown")]
    [InlineData("{}", "Unknown")]
    [InlineData("{", "Unknown")]
    public void Recognize_Text_GivesTheKind(string text, string kind) =>
        Assert.Equal(kind, ContentKinds.Recognize(Encoding.UTF8.GetBytes(text)).ToString());

    [Fact]
    public void Recognize_Tar_IsFoundInItsHeader()
    {
        byte[] header = new byte[512];
        "name.jsonl"u8.CopyTo(header);
        "ustar"u8.CopyTo(header.AsSpan(257));
        Assert.Equal(ContentKind.Tar, ContentKinds.Recognize(header));
    }

    [Fact]
    public void Recognize_AnyText_IsNotBinary()
    {
        // Ordinary lines in several scripts: none may be taken for another format.
        foreach (string line in new[] { "id,text\n1,a\n", "Grüße", "日本語のテキスト", "Привет, мир", "עברית", "a\0b", "0 1 2", "🙂🙂" })
            Assert.Equal(ContentKind.Unknown, ContentKinds.Recognize(Encoding.UTF8.GetBytes(line)));
    }
}
