using System.Text;

namespace DataCuration.Tokenization.Tests;

/// <summary>Writes a small byte-pair SentencePiece model (<c>sentencepiece_model.proto</c>) with byte fallback.</summary>
internal static class SentencePieceModel
{
    private const int Normal = 1;
    private const int Unknown = 2;
    private const int Control = 3;
    private const int Byte = 6;
    private const int BytePair = 2;

    public static byte[] Make(string[] pieces)
    {
        using var model = new MemoryStream();
        Field(model, 1, Piece("<unk>", 0, Unknown));
        Field(model, 1, Piece("<s>", 0, Control));
        Field(model, 1, Piece("</s>", 0, Control));
        for (int value = 0; value < 256; value++) Field(model, 1, Piece($"<0x{value:X2}>", 0, Byte));
        for (int i = 0; i < pieces.Length; i++) Field(model, 1, Piece(pieces[i], -i, Normal));
        using var trainer = new MemoryStream();
        Number(trainer, 3, BytePair);
        Number(trainer, 35, 1); // byte_fallback
        Field(model, 2, trainer.ToArray());
        using var normalizer = new MemoryStream();
        Field(normalizer, 1, "identity"u8.ToArray());
        Field(model, 3, normalizer.ToArray());
        return model.ToArray();
    }

    private static byte[] Piece(string text, float score, int type)
    {
        using var piece = new MemoryStream();
        Field(piece, 1, Encoding.UTF8.GetBytes(text));
        VarInt(piece, (2 << 3) | 5);
        piece.Write(BitConverter.GetBytes(score));
        Number(piece, 3, type);
        return piece.ToArray();
    }

    private static void Field(MemoryStream stream, int number, byte[] content)
    {
        VarInt(stream, (number << 3) | 2);
        VarInt(stream, content.Length);
        stream.Write(content);
    }

    private static void Number(MemoryStream stream, int number, int value)
    {
        VarInt(stream, number << 3);
        VarInt(stream, value);
    }

    private static void VarInt(MemoryStream stream, int value)
    {
        for (; value >= 0x80; value >>= 7) stream.WriteByte((byte)(value | 0x80));
        stream.WriteByte((byte)value);
    }
}
