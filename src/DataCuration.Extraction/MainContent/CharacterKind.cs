namespace DataCuration.Extraction;

/// <summary>
/// Classes of characters. <see cref="Long"/> is the first byte of a multi-byte character, or an ideograph. <see cref="Mark"/> is punctuation that is not
/// counted.
/// </summary>
internal enum CharacterKind : byte
{
    Other,
    Space,
    Letter,
    Capital,
    Digit,
    Stop,
    Comma,
    Sign,
    Long,
    Mark,
}
