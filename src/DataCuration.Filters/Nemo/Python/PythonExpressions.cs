namespace DataCuration.Filters;

/// <summary>Python's expressions. Methods return what the expression can be: a target of an assignment, or more than that.</summary>
internal sealed partial class PythonExpressions(PythonCursor cursor)
{
    private const int MaxDepth = 200;
    private static readonly string[] Assignments = ["+=", "-=", "*=", "/=", "//=", "%=", "@=", "&=", "|=", "^=", ">>=", "<<=", "**="];
    private static readonly string[][] Levels = [["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "/", "//", "%", "@"]];
    private int depth;

    /// <summary>The uses of an expression.</summary>
    private enum Use
    {
        /// <summary>Only its value.</summary>
        Value,

        /// <summary>A name, attribute or item: one target.</summary>
        Single,

        /// <summary>A list or tuple of targets.</summary>
        Several,
    }

    /// <summary>A statement that is an expression, an assignment or an annotation.</summary>
    public void Statement()
    {
        if (cursor.IsName("yield"))
        {
            Yield();
            return;
        }
        Use use = List();
        if (cursor.Accept(":"))
        {
            if (use != Use.Single) throw new FormatException();
            Any();
            if (cursor.Accept("=")) YieldOrList();
            return;
        }
        foreach (string one in Assignments)
        {
            if (!cursor.Accept(one)) continue;
            if (use != Use.Single) throw new FormatException();
            YieldOrList();
            return;
        }
        while (cursor.Accept("="))
        {
            if (use == Use.Value) throw new FormatException();
            if (cursor.IsName("yield"))
            {
                Yield();
                return;
            }
            use = List();
        }
    }

    /// <summary>Expressions between commas, perhaps with a star.</summary>
    public void StarList() => List();

    /// <summary>One expression.</summary>
    public void Any() => Expression();

    /// <summary>An expression, or an assignment to a name in it.</summary>
    public void Named() => NamedExpression();

    /// <summary>One target.</summary>
    public void Target()
    {
        if (Primary() == Use.Value) throw new FormatException();
    }

    /// <summary>Targets between commas.</summary>
    public void Targets()
    {
        do
        {
            if (cursor.IsName("in") || cursor.IsEndOfStatement) break;
            cursor.Accept("*");
            Target();
        }
        while (cursor.Accept(","));
    }

    /// <summary>The parameters of a function up to a closing token.</summary>
    public void Parameters(string close, bool allowsAnnotations)
    {
        bool hasDefault = false, hasStar = false;
        while (!cursor.IsAt(0, close))
        {
            if (cursor.Accept("**"))
            {
                Parameter(allowsAnnotations);
                cursor.Accept(",");
                if (!cursor.IsAt(0, close)) throw new FormatException();
                return;
            }
            if (cursor.Accept("/"))
            {
                if (hasStar) throw new FormatException();
            }
            else if (cursor.Accept("*"))
            {
                if (hasStar) throw new FormatException();
                hasStar = true;
                if (!cursor.IsAt(0, ",")) Parameter(allowsAnnotations);
            }
            else
            {
                Parameter(allowsAnnotations);
                if (cursor.Accept("="))
                {
                    hasDefault = true;
                    Any();
                }
                else if (hasDefault && !hasStar) throw new FormatException();
            }
            if (!cursor.Accept(",") && !cursor.IsAt(0, close)) throw new FormatException();
        }
    }

    /// <summary>The arguments of a call, after the bracket, and the closing one.</summary>
    public void Arguments()
    {
        bool hasKeyword = false, hasMapping = false;
        while (!cursor.Accept(")"))
        {
            if (cursor.Accept("**"))
            {
                hasMapping = true;
                Any();
            }
            else if (cursor.Accept("*"))
            {
                if (hasMapping) throw new FormatException();
                Any();
            }
            else if (cursor.Is(PythonTokenKind.Name) && cursor.Keyword() is null && cursor.IsAt(1, "="))
            {
                cursor.Next();
                cursor.Next();
                hasKeyword = true;
                Any();
            }
            else
            {
                if (hasKeyword || hasMapping) throw new FormatException();
                NamedExpression();
                if (IsComprehension()) Comprehension();
            }
            if (!cursor.Accept(",") && !cursor.IsAt(0, ")")) throw new FormatException();
        }
    }

    private void Parameter(bool allowsAnnotations)
    {
        cursor.ExpectIdentifier();
        if (allowsAnnotations && cursor.Accept(":"))
        {
            cursor.Accept("*");
            Any();
        }
    }

    private void Yield()
    {
        cursor.ExpectName("yield");
        if (cursor.AcceptName("from")) Any();
        else if (!cursor.IsEndOfStatement && !cursor.IsAt(0, ")") && !cursor.IsAt(0, "=")) List();
    }

    private void YieldOrList()
    {
        if (cursor.IsName("yield")) Yield();
        else List();
    }

    private Use List()
    {
        Use use = Item();
        if (!cursor.IsAt(0, ",")) return use;
        bool areTargets = use != Use.Value;
        while (cursor.Accept(","))
        {
            if (!StartsExpression()) break;
            areTargets &= Item() != Use.Value;
        }
        return areTargets ? Use.Several : Use.Value;
    }

    private Use Item()
    {
        if (!cursor.Accept("*")) return Expression();
        return Binary(0) == Use.Value ? Use.Value : Use.Several;
    }

    private bool StartsExpression()
    {
        if (cursor.Peek().Kind is PythonTokenKind.Number or PythonTokenKind.String) return true;
        if (cursor.Is(PythonTokenKind.Name)) return cursor.Keyword() is null or "not" or "lambda" or "await" or "None" or "True" or "False";
        return cursor.IsAt(0, "(") || cursor.IsAt(0, "[") || cursor.IsAt(0, "{") || cursor.IsAt(0, "-") || cursor.IsAt(0, "+") || cursor.IsAt(0, "~")
            || cursor.IsAt(0, "*") || cursor.IsAt(0, "...");
    }

    private Use NamedExpression()
    {
        if (cursor.Is(PythonTokenKind.Name) && cursor.Keyword() is null && cursor.IsAt(1, ":="))
        {
            cursor.Next();
            cursor.Next();
            Expression();
            return Use.Value;
        }
        return Expression();
    }

    private Use Expression()
    {
        if (++depth > MaxDepth) throw new FormatException();
        Use use = Conditional();
        depth--;
        return use;
    }
}
