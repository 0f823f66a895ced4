namespace DataCuration.Filters;

internal sealed partial class PythonParser
{
    private void From()
    {
        cursor.Next();
        bool hasDots = false;
        while (cursor.Accept(".") || cursor.Accept("...")) hasDots = true;
        if (!hasDots || !cursor.IsName("import")) DottedName();
        cursor.ExpectName("import");
        if (cursor.Accept("*")) return;
        bool isBracketed = cursor.Accept("(");
        do
        {
            if (isBracketed && cursor.IsAt(0, ")")) break;
            cursor.ExpectIdentifier();
            if (cursor.AcceptName("as")) cursor.ExpectIdentifier();
        }
        while (cursor.Accept(","));
        if (isBracketed) cursor.Expect(")");
    }

    private void DottedName()
    {
        do cursor.ExpectIdentifier();
        while (cursor.Accept("."));
    }
}
