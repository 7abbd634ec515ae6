using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Bicep.Binding;

/// <summary>
/// The way into a value that <c>loadJsonContent</c> takes, in the dialect of the reader behind
/// the compiler: "$.a.b[0]['c d']", several names or indexes, slices, wildcards,
/// "..", filters such as "[?(@.a == 'x' &amp;&amp; @.b)]".
/// </summary>
internal sealed class JsonPath
{
    private readonly ImmutableArray<Func<Node, IEnumerable<Node>>> _steps;

    private JsonPath(ImmutableArray<Func<Node, IEnumerable<Node>>> steps) => _steps = steps;

    /// <returns><see langword="null"/> when the text is no path.</returns>
    public static JsonPath? TryParse(string text)
    {
        var parser = new Parser(text);
        return parser.Path(stopsAt: "") is { } steps && parser.IsAtEnd ? new(steps) : null;
    }

    /// <summary>One found value, or the list of several; <see langword="null"/> when nothing is found.</summary>
    public Node? Pick(Node node)
    {
        const int Most = 10_000;
        ImmutableArray<Node> found = [.. Follow(_steps, node).Take(Most)];
        return found switch
        {
            [] => null,
            [var one] => one,
            _ => new Node.Array(node.Location, found),
        };
    }

    /// <summary>Looks at no more values than a file of the largest size holds, so that no path of many ".." takes long.</summary>
    private static IEnumerable<Node> Follow(ImmutableArray<Func<Node, IEnumerable<Node>>> steps, Node node)
    {
        const int MostSeen = 200_000;
        var seen = 0;
        return steps.Aggregate((IEnumerable<Node>)[node], (nodes, step) => nodes.SelectMany(step).TakeWhile(_ => ++seen < MostSeen));
    }

    private static IEnumerable<Node> Children(Node node) => node switch
    {
        Node.Object record => record.Properties.Select(property => property.Value),
        Node.Array list => list.Elements,
        _ => [],
    };

    private static IEnumerable<Node> WithDescendants(Node node) => Children(node).SelectMany(WithDescendants).Prepend(node);

    private static IEnumerable<Node> Named(Node node, string name) =>
        node is Node.Object record
            ? record.Properties.Where(property => property.Name.Equals(name, StringComparison.Ordinal)).Select(property => property.Value)
            : [];

    private static IEnumerable<Node> At(Node node, int index) =>
        node is Node.Array { Elements: var elements } && index >= 0 && index < elements.Length ? [elements[index]] : [];

    private static IEnumerable<Node> Slice(Node node, int? start, int? end, int step)
    {
        if (node is not Node.Array { Elements: { Length: > 0 and var length } elements })
        {
            yield break;
        }

        var first = Bound(start, step > 0 ? 0 : length - 1);
        var last = Bound(end, step > 0 ? length : -1, end is null);
        for (
            var index = Math.Clamp(first, step > 0 ? 0 : int.MinValue, step > 0 ? int.MaxValue : length - 1);
            step > 0 ? index < Math.Min(last, length) : index > Math.Max(last, -1);
            index += step)
        {
            yield return elements[index];
        }

        int Bound(int? given, int otherwise, bool isOpen = false) => isOpen || given is not { } bound ? otherwise : bound < 0 ? bound + length : bound;
    }

    private sealed class Parser(string text)
    {
        private const int MostDepth = 20;
        private int _at;
        private int _depth;

        public bool IsAtEnd => _at == text.Length;

        private char Next => _at < text.Length ? text[_at] : '\0';

        /// <param name="stopsAt">Characters that end a path inside of a filter.</param>
        public ImmutableArray<Func<Node, IEnumerable<Node>>>? Path(string stopsAt)
        {
            var steps = ImmutableArray.CreateBuilder<Func<Node, IEnumerable<Node>>>();
            if (Next is '$' or '@')
            {
                _at++;
            }

            while (!IsAtEnd && !stopsAt.Contains(Next, StringComparison.Ordinal))
            {
                // Within a filter it would be looked for below each value.
                if (stopsAt.Length == 0 && Take(".."))
                {
                    steps.Add(WithDescendants);
                }
                else if (Next == '.')
                {
                    _at++;
                }

                if ((Next == '[' ? Brackets() : Name(stopsAt)) is not { } step)
                {
                    return null;
                }

                steps.Add(step);
            }

            return steps.DrainToImmutable();
        }

        private Func<Node, IEnumerable<Node>>? Name(string stopsAt)
        {
            var start = _at;
            while (!IsAtEnd && Next is not ('.' or '[' or ']' or '(' or ')') && !stopsAt.Contains(Next, StringComparison.Ordinal))
            {
                _at++;
            }

            var name = text[start.._at];
            return name switch
            {
                "" => null,
                "*" => Children,
                _ => node => Named(node, name),
            };
        }

        private Func<Node, IEnumerable<Node>>? Brackets()
        {
            _at++;
            Blanks();
            var step = Next switch
            {
                '*' => Wildcard(),
                '?' => Filter(),
                '\'' or '"' => Several(Quoted, Named),
                _ => text.AsSpan(_at).IndexOfAny(':', ']') is var mark and >= 0 && text[_at + mark] == ':'
                    ? Range()
                    : Several(() => Integer() is { } index ? index : (int?)null),
            };
            Blanks();
            return step is not null && Take("]") ? step : null;
        }

        private Func<Node, IEnumerable<Node>> Wildcard()
        {
            _at++;
            return Children;
        }

        private Func<Node, IEnumerable<Node>>? Several(Func<string?> read, Func<Node, string, IEnumerable<Node>> pick)
        {
            var names = new List<string>();
            do
            {
                Blanks();
                if (read() is not { } name)
                {
                    return null;
                }

                names.Add(name);
                Blanks();
            }
            while (Take(","));
            return node => names.SelectMany(name => pick(node, name));
        }

        private Func<Node, IEnumerable<Node>>? Several(Func<int?> read)
        {
            var indexes = new List<int>();
            do
            {
                Blanks();
                if (read() is not { } index)
                {
                    return null;
                }

                indexes.Add(index);
                Blanks();
            }
            while (Take(","));
            return node => indexes.SelectMany(index => At(node, index));
        }

        private Func<Node, IEnumerable<Node>>? Range()
        {
            var bounds = new int?[3];
            var count = 0;
            do
            {
                Blanks();
                bounds[count++] = Next is ':' or ']' ? null : Integer();
                Blanks();
            }
            while (count < bounds.Length && Take(":"));
            return bounds[2] == 0 ? null : node => Slice(node, bounds[0], bounds[1], bounds[2] ?? 1);
        }

        private Func<Node, IEnumerable<Node>>? Filter()
        {
            _at++;
            Blanks();
            return Take("(") && Either() is { } holds && Take(")") ? node => Children(node).Where(holds) : null;
        }

        private Func<Node, bool>? Either()
        {
            if (++_depth > MostDepth)
            {
                return null;
            }

            var left = Both();
            while (left is not null && Take("||"))
            {
                left = Both() is { } right && left is var before ? node => before(node) || right(node) : null;
            }

            _depth--;
            return left;
        }

        private Func<Node, bool>? Both()
        {
            var left = Comparison();
            while (left is not null && Take("&&"))
            {
                left = Comparison() is { } right && left is var before ? node => before(node) && right(node) : null;
            }

            return left;
        }

        private Func<Node, bool>? Comparison()
        {
            Blanks();
            if (Take("("))
            {
                var inside = Either();
                return inside is not null && Take(")") ? Closed(inside) : null;
            }

            if (Operand() is not { } left)
            {
                return null;
            }

            Blanks();
            string[] operators = ["==", "!=", "<>", "<=", ">=", "<", ">"];
            if (Array.Find(operators, Take) is not { } found)
            {
                return Closed(node => left(node).Any());
            }

            Blanks();
            return Operand() is { } right ? Closed(node => left(node).Any(one => right(node).Any(other => Holds(one, found, other)))) : null;
        }

        private Func<Node, bool> Closed(Func<Node, bool> holds)
        {
            Blanks();
            return holds;
        }

        private Func<Node, IEnumerable<Node>>? Operand()
        {
            switch (Next)
            {
                case '@':
                    return Path(" \t=!<>|&)") is { } steps ? node => Follow(steps, node) : null;
                case '\'' or '"':
                    return Quoted() is { } value ? node => [new Node.Text(node.Location, value)] : null;
                default:
                    var start = _at;
                    while (!IsAtEnd && (char.IsLetterOrDigit(Next) || Next is '-' or '+' or '.'))
                    {
                        _at++;
                    }

                    return text[start.._at] switch
                    {
                        "true" => node => [new Node.Boolean(node.Location, true)],
                        "false" => node => [new Node.Boolean(node.Location, false)],
                        "null" => node => [new Node.Null(node.Location)],
                        var number when decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => node =>
                            [new Node.Number(node.Location, number)],
                        _ => null,
                    };
            }
        }

        private static bool Holds(Node left, string comparison, Node right)
        {
            var equal = Expressions.Comparison.AreEqual(left, right) == true;
            int? order = (left, right) switch
            {
                (Node.Number one, Node.Number other) => Expressions.NumericFunctions.ToDecimal(one).CompareTo(Expressions.NumericFunctions.ToDecimal(other)),
                (Node.Text one, Node.Text other) => string.CompareOrdinal(one.Value, other.Value),
                _ => null,
            };
            return comparison switch
            {
                "==" => equal,
                "!=" or "<>" => !equal,
                "<" => order < 0,
                "<=" => order <= 0,
                ">" => order > 0,
                _ => order >= 0,
            };
        }

        private string? Quoted()
        {
            if (Next is not ('\'' or '"'))
            {
                return null;
            }

            var quote = text[_at++];
            var value = new System.Text.StringBuilder();
            for (; !IsAtEnd; _at++)
            {
                if (Next == quote)
                {
                    _at++;
                    return value.ToString();
                }

                if (Next == '\\' && _at + 1 < text.Length)
                {
                    _at++;
                }

                value.Append(Next);
            }

            return null;
        }

        private int? Integer()
        {
            var start = _at;
            _at += Next == '-' ? 1 : 0;
            while (char.IsAsciiDigit(Next))
            {
                _at++;
            }

            return int.TryParse(text.AsSpan(start, _at - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        }

        private bool Take(string word)
        {
            if (!text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal))
            {
                return false;
            }

            _at += word.Length;
            return true;
        }

        private void Blanks()
        {
            while (Next is ' ' or '\t')
            {
                _at++;
            }
        }
    }
}
