using System.Buffers;

namespace DataCuration;

/// <summary>
/// Validates JSON text in valid UTF-8 without building objects. It accepts RFC 8259 and, like Python's <c>json</c>, also <c>NaN</c>, <c>Infinity</c> and
/// <c>-Infinity</c>. Its methods return false at the first error and set <see cref="Error"/>.
/// </summary>
internal ref struct JsonScanner(ReadOnlySpan<byte> json)
{
    /// <summary>The maximum nesting depth of arrays and objects, including the outermost one.</summary>
    public const int MaxDepth = 128;

    private static readonly SearchValues<byte> StringSpecials =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(value => (byte)value)]);

    private readonly ReadOnlySpan<byte> json = json;

    /// <summary>The offset of the next byte.</summary>
    public int Position { get; private set; }

    /// <summary>The error, or null.</summary>
    public string? Error { get; private set; }

    /// <summary>The offset of the error.</summary>
    public int ErrorOffset { get; private set; }

    /// <summary>The next byte; at the end 0, which never occurs there in JSON.</summary>
    public readonly byte Next => Position < json.Length ? json[Position] : (byte)0;

    public static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r';

    public void SkipSpace()
    {
        while (Position < json.Length && IsSpace(json[Position])) Position++;
    }

    /// <summary>Consumes a required byte and the white space around it.</summary>
    public bool Expect(byte value, string what)
    {
        SkipSpace();
        if (Next != value || Position == json.Length) return Fail(what);
        Position++;
        SkipSpace();
        return true;
    }

    /// <summary>Checks that only white space is left.</summary>
    public bool ExpectEnd()
    {
        SkipSpace();
        return Position == json.Length || Fail("expected the end of the record");
    }

    /// <summary>Starts reading an object's members.</summary>
    /// <param name="isEmpty">True if the object has no members.</param>
    public bool EnterObject(out bool isEmpty) => Enter((byte)'{', (byte)'}', out isEmpty);

    /// <summary>Reads a member's name, up to its value.</summary>
    public bool ReadName(out JsonToken name)
    {
        name = default;
        if (Next != '"') return Fail("expected a member's name in double quotes");
        return ReadString(out name) && Expect((byte)':', "expected ':' after a member's name");
    }

    /// <summary>Moves to the next member or element.</summary>
    /// <param name="close">The byte that ends the object or array.</param>
    /// <param name="isEnd">True if that byte was found.</param>
    public bool MoveNext(byte close, out bool isEnd)
    {
        SkipSpace();
        isEnd = Next == close;
        if (isEnd) { Position++; return true; }
        return Expect((byte)',', close == '}' ? "expected ',' or '}'" : "expected ',' or ']'");
    }

    /// <summary>Reads any value and returns its position as a token.</summary>
    public bool ReadValue(out JsonToken token, int depth = 0)
    {
        token = default;
        int start = Position;
        byte first = Next;
        switch (first)
        {
            case (byte)'"':
                return ReadString(out token);
            case (byte)'{' or (byte)'[':
                if (!(first == '{' ? SkipObject(depth + 1) : SkipArray(depth + 1))) return false;
                token = new(first == '{' ? JsonTokenKind.Object : JsonTokenKind.Array, start, Position, false);
                return true;
            case (byte)'t':
                return ReadLiteral("true"u8, JsonTokenKind.Boolean, out token);
            case (byte)'f':
                return ReadLiteral("false"u8, JsonTokenKind.Boolean, out token);
            case (byte)'n':
                return ReadLiteral("null"u8, JsonTokenKind.Null, out token);
            case (byte)'N':
                return ReadLiteral("NaN"u8, JsonTokenKind.Number, out token);
            case (byte)'I':
                return ReadLiteral("Infinity"u8, JsonTokenKind.Number, out token);
            case (byte)'-' when json[Position..].StartsWith("-I"u8):
                return ReadLiteral("-Infinity"u8, JsonTokenKind.Number, out token);
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                if (!SkipNumber()) return false;
                token = new(JsonTokenKind.Number, start, Position, false);
                return true;
            default:
                return Fail("expected a value");
        }
    }

    private bool Enter(byte open, byte close, out bool isEmpty)
    {
        isEmpty = false;
        if (!Expect(open, "expected an object or array")) return false;
        isEmpty = Next == close;
        if (isEmpty) Position++;
        return true;
    }

    private bool SkipObject(int depth)
    {
        if (depth > MaxDepth) return Fail($"nested deeper than {MaxDepth} levels");
        if (!EnterObject(out bool isEnd)) return false;
        while (!isEnd)
            if (!ReadName(out _) || !ReadValue(out _, depth) || !MoveNext((byte)'}', out isEnd)) return false;
        return true;
    }

    private bool SkipArray(int depth)
    {
        if (depth > MaxDepth) return Fail($"nested deeper than {MaxDepth} levels");
        if (!Enter((byte)'[', (byte)']', out bool isEnd)) return false;
        while (!isEnd)
            if (!ReadValue(out _, depth) || !MoveNext((byte)']', out isEnd)) return false;
        return true;
    }

    private bool ReadString(out JsonToken token)
    {
        token = default;
        int start = Position;
        int at = start + 1;
        bool hasEscapes = false;
        while (true)
        {
            int next = json[at..].IndexOfAny(StringSpecials);
            if (next < 0) return Fail("a string without its closing quote", start);
            at += next;
            byte value = json[at];
            if (value == '"')
            {
                token = new(JsonTokenKind.String, start + 1, at, hasEscapes);
                Position = at + 1;
                return true;
            }
            if (value != '\\') return Fail("a raw control character in a string", at);
            hasEscapes = true;
            byte escape = at + 1 < json.Length ? json[at + 1] : (byte)0;
            if (escape == 'u')
            {
                if (at + 6 > json.Length) return Fail("a broken \\u escape", at);
                for (int i = at + 2; i < at + 6; i++)
                    if (!char.IsAsciiHexDigit((char)json[i])) return Fail("a broken \\u escape", at);
                at += 6;
            }
            else if (escape is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t')
            {
                at += 2;
            }
            else
            {
                return Fail("an unknown escape", at);
            }
        }
    }

    private bool ReadLiteral(ReadOnlySpan<byte> literal, JsonTokenKind kind, out JsonToken token)
    {
        token = new(kind, Position, Position + literal.Length, false);
        if (!json[Position..].StartsWith(literal)) return Fail("expected a value");
        Position += literal.Length;
        return true;
    }

    private bool SkipNumber()
    {
        if (Next == '-') Position++;
        if (Next == '0') Position++;
        else if (!SkipDigits()) return false;
        if (Next == '.')
        {
            Position++;
            if (!SkipDigits()) return false;
        }
        if (Next is not ((byte)'e' or (byte)'E')) return true;
        Position++;
        if (Next is (byte)'+' or (byte)'-') Position++;
        return SkipDigits();
    }

    private bool SkipDigits()
    {
        int start = Position;
        while (Next is >= (byte)'0' and <= (byte)'9') Position++;
        return Position > start || Fail("expected a digit");
    }

    private bool Fail(string what) => Fail(what, Position);

    private bool Fail(string what, int offset)
    {
        Error = what;
        ErrorOffset = offset;
        return false;
    }
}
