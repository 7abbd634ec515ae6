using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>
/// Expressions in the strings of ARM templates
/// (https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions):
/// "[…]" is one, "[[…]" is text that
/// begins with a bracket.
/// </summary>
internal sealed class ArmExpressionParser
{
    private const int MostDepth = 150;
    private readonly string _text;
    private readonly StringPlaces _places;
    private readonly ExpressionEvaluator _evaluator;
    private int _position = 1;
    private int _depth;
    private bool _failed;

    private ArmExpressionParser(Node.Text text, ExpressionEvaluator evaluator) => (_text, _places, _evaluator) = (text.Value, new(text), evaluator);

    public static bool IsExpression(string text) => text is ['[', not '[', .., ']'] or "[]";

    /// <summary>What a string without an expression stands for.</summary>
    public static string Unescape(string text) => text is ['[', '[', .., ']'] ? text[1..] : text;

    /// <returns><see langword="null"/>, reported, when the text is no expression after all.</returns>
    public static Expression? Parse(Node.Text text, ExpressionEvaluator evaluator)
    {
        var parser = new ArmExpressionParser(text, evaluator);
        var expression = parser.ParseExpression();
        if (expression is not null && parser.Peek() != ']')
        {
            parser.Fail("']'");
        }
        else if (expression is not null && parser._position != text.Value.Length - 1)
        {
            parser._position++;
            parser.Fail("the end of the string");
        }

        return parser._failed ? null : expression;
    }

    private Expression? ParseExpression()
    {
        if (_depth >= MostDepth)
        {
            _evaluator.Report(
                ExpressionDiagnostics.TooDeep,
                _places.Between(_position, _text.Length - 1),
                _text[..Math.Min(_text.Length, 60)],
                MostDepth.ToString(CultureInfo.InvariantCulture));
            _failed = true;
            return null;
        }

        _depth++;
        var expression = ParsePrimary(out var start);
        while (expression is not null && Peek() is '.' or '[')
        {
            expression = ParseAccess(expression, start);
        }

        _depth--;
        return expression;
    }

    private Expression? ParsePrimary(out int start)
    {
        var first = Peek();
        start = _position;
        return first switch
        {
            '\'' => ParseText(),
            '-' or (>= '0' and <= '9') => ParseNumber(),
            _ when IsNameStart(first) => ParseCall(),
            _ => Fail("a function, a string or a number"),
        };
    }

    private Expression? ParseText()
    {
        var start = _position++;
        while (_position < _text.Length)
        {
            var quote = _text.IndexOf('\'', _position);
            if (quote < 0)
            {
                break;
            }

            if (quote + 1 < _text.Length && _text[quote + 1] == '\'')
            {
                _position = quote + 2;
                continue;
            }

            _position = quote + 1;
            var value = _text[(start + 1)..quote].Replace("''", "'", StringComparison.Ordinal);
            return new Expression.Literal(new Node.Text(_places.Between(start, _position), value));
        }

        _position = start;
        return Fail("a string that ends with a quote");
    }

    private Expression? ParseNumber()
    {
        var start = _position;
        _position++;
        while (_position < _text.Length && (char.IsAsciiDigit(_text[_position]) || (_text[_position] == '.' && char.IsAsciiDigit(Following()))))
        {
            _position++;
        }

        var literal = _text[start.._position];
        if (decimal.TryParse(literal, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
        {
            return new Expression.Literal(new Node.Number(_places.Between(start, _position), literal));
        }

        _position = start;
        return Fail("a number");
    }

    private Expression? ParseCall()
    {
        var start = _position;
        var name = ReadName();
        string? space = null;
        if (Peek() == '.')
        {
            _position++;
            space = name;
            Peek();
            name = ReadName();
        }

        if (name.Length == 0 || Peek() != '(')
        {
            return Fail("'('");
        }

        _position++;
        var arguments = ImmutableArray.CreateBuilder<Expression>();
        while (Peek() != ')')
        {
            if (arguments.Count > 0)
            {
                if (Peek() != ',')
                {
                    return Fail("',' or ')'");
                }

                _position++;
            }

            if (ParseExpression() is not { } argument)
            {
                return null;
            }

            arguments.Add(argument);
        }

        _position++;
        return Call(start, space, name, arguments.DrainToImmutable());
    }

    /// <summary>In this language lambdas and their variables are written as calls.</summary>
    private Expression Call(int start, string? space, string name, ImmutableArray<Expression> arguments)
    {
        var place = _places.Between(start, _position);
        if (space is null && name.Equals("lambda", StringComparison.OrdinalIgnoreCase) && arguments.Length > 1)
        {
            var names = arguments[..^1]
                .Select(argument => argument is Expression.Literal { Value: Node.Text text } ? text.Value : null)
                .OfType<string>()
                .ToImmutableArray();
            if (names.Length == arguments.Length - 1)
            {
                return new Expression.Lambda(place, names, arguments[^1]);
            }
        }

        return
            space is null
            && name.Equals("lambdaVariables", StringComparison.OrdinalIgnoreCase)
            && arguments is [Expression.Literal { Value: Node.Text variable }]
            ? new Expression.Symbol(place, variable.Value)
            : new Expression.Call(place, space, name, arguments);
    }

    private Expression? ParseAccess(Expression target, int start)
    {
        if (_text[_position] == '.')
        {
            _position++;
            Peek();
            var name = ReadName();
            return name.Length > 0 ? new Expression.Member(_places.Between(start, _position), target, name, Access.Strict) : Fail("the name of a property");
        }

        _position++;
        if (ParseExpression() is not { } index)
        {
            return null;
        }

        if (Peek() != ']')
        {
            return Fail("']'");
        }

        _position++;
        return new Expression.Element(_places.Between(start, _position), target, index, Access.Strict);
    }

    private string ReadName()
    {
        var start = _position;
        while (_position < _text.Length && (IsNameStart(_text[_position]) || char.IsAsciiDigit(_text[_position])))
        {
            _position++;
        }

        return _text[start.._position];
    }

    /// <summary>The next character that is no white space; '\0' at the end.</summary>
    private char Peek()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }

        return _position < _text.Length ? _text[_position] : '\0';
    }

    private char Following() => _position + 1 < _text.Length ? _text[_position + 1] : '\0';

    private Expression? Fail(string wanted)
    {
        var start = Math.Min(_position, _text.Length);
        var end = start;
        while (end < _text.Length && end - start < 40 && (end == start || char.IsLetterOrDigit(_text[end])))
        {
            end++;
        }

        _evaluator.Report(ExpressionDiagnostics.Syntax, _places.Between(start, end), _text[start..end], wanted);
        _failed = true;
        return null;
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c is '_' or '$';
}
