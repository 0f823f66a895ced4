using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DataCuration.Extraction.Pdf.Tests;

/// <summary>
/// A file encrypted by the standard security handler, version 1, revision 2 (ISO 32000-1, 7.6.3): RC4 with 40 bits, which every reader supports.
/// </summary>
internal static class EncryptedPdf
{
    private const int Permissions = -4;
    private static readonly byte[] Padding = Convert.FromHexString("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A");
    private static readonly byte[] Id = [1, 2, 3, 4];

    /// <summary>Creates one page with <see cref="PdfFile.Text"/>.</summary>
    /// <param name="user">The user password. Most files that only forbid printing have an empty one.</param>
    public static byte[] Make(string user)
    {
        byte[] owner = Rc4(Md5(Pad("owner"))[..5], Pad(user));
        Span<byte> permissions = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(permissions, Permissions);
        byte[] key = Md5([.. Pad(user), .. owner, .. permissions, .. Id])[..5];
        byte[] content = Rc4(Md5([.. key, 4, 0, 0, 0, 0])[..10], Encoding.Latin1.GetBytes(PdfFile.Text));
        return PdfFile.OnePage().Replace(4, $"<< /Length {content.Length} >>\nstream\n{Encoding.Latin1.GetString(content)}\nendstream")
            .Add($"<< /Filter /Standard /V 1 /R 2 /O <{Convert.ToHexString(owner)}> /U <{Convert.ToHexString(Rc4(key, Padding))}> /P {Permissions} >>")
            .Trailer($"/Encrypt 6 0 R /ID [<{Convert.ToHexString(Id)}> <{Convert.ToHexString(Id)}>]").ToBytes();
    }

    private static byte[] Pad(string password) => [.. Encoding.Latin1.GetBytes(password).Concat(Padding).Take(32)];

#pragma warning disable CA5351 // The file format requires it.
    private static byte[] Md5(byte[] content) => MD5.HashData(content);
#pragma warning restore CA5351

    private static byte[] Rc4(byte[] key, byte[] content)
    {
        byte[] state = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        for (int i = 0, j = 0; i < 256; i++)
        {
            j = (j + state[i] + key[i % key.Length]) & 255;
            (state[i], state[j]) = (state[j], state[i]);
        }
        var result = new byte[content.Length];
        for (int k = 0, i = 0, j = 0; k < content.Length; k++)
        {
            i = (i + 1) & 255;
            j = (j + state[i]) & 255;
            (state[i], state[j]) = (state[j], state[i]);
            result[k] = (byte)(content[k] ^ state[(state[i] + state[j]) & 255]);
        }
        return result;
    }
}
