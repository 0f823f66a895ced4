namespace DataCuration.Extraction;

/// <summary>What a character is. <see cref="Long"/>: the first byte of a longer one, or an ideograph; <see cref="Mark"/>: punctuation that counts as nothing else.</summary>
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
