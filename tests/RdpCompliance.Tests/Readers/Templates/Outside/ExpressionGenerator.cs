namespace RdpCompliance.Tests.Readers.Templates.Outside;

/// <summary>
/// Makes Bicep expressions: calls of every documented function and operator with values at the edges of what they take, and sometimes beyond.
/// </summary>
internal sealed class ExpressionGenerator(int seed)
{
    private const int MostDepth = 3;

    // What keeps the compiler's console busy for ever is left out: subnets out of far larger ranges of IPv6, hosts and widths beyond any use.

    /// <summary>
    /// Functions by name with the kinds of their arguments: a letter of
    /// <see cref="Value(char, int)"/> each, '?' before optional ones, '*' behind those that
    /// repeat.
    /// </summary>
    private static readonly (string Name, string Arguments)[] Functions =
    [
        ("array", "v"),
        ("base64", "s"),
        ("base64ToJson", "b"),
        ("base64ToString", "b"),
        ("bool", "B"),
        ("cidrHost", "nh"),
        ("cidrSubnet", "glh"),
        ("concat", "s*"),
        ("concat", "a*"),
        ("contains", "sp"),
        ("contains", "av"),
        ("contains", "ok"),
        ("dataUri", "s"),
        ("dataUriToString", "d"),
        ("dateTimeAdd", "tD?f"),
        ("dateTimeFromEpoch", "e"),
        ("dateTimeToEpoch", "t"),
        ("empty", "v"),
        ("endsWith", "sp"),
        ("filter", "aP"),
        ("first", "a"),
        ("first", "s"),
        ("flatten", "A"),
        ("format", "Fvvv"),
        ("groupBy", "aK"),
        ("groupBy", "aKL"),
        ("guid", "s*"),
        ("indexOf", "sp"),
        ("indexOf", "av"),
        ("int", "N"),
        ("intersection", "aa?a"),
        ("intersection", "oo?o"),
        ("items", "o"),
        ("join", "as"),
        ("json", "j"),
        ("last", "a"),
        ("last", "s"),
        ("lastIndexOf", "sp"),
        ("lastIndexOf", "av"),
        ("length", "v"),
        ("map", "aL"),
        ("mapValues", "oL"),
        ("max", "i*"),
        ("max", "I"),
        ("min", "i*"),
        ("min", "I"),
        ("objectKeys", "o"),
        ("padLeft", "sw?c"),
        ("parseCidr", "n"),
        ("range", "ir"),
        ("reduce", "avR"),
        ("replace", "spp"),
        ("shallowMerge", "O"),
        ("skip", "am"),
        ("skip", "sm"),
        ("sort", "IS"),
        ("sort", "xS"),
        ("split", "sp"),
        ("split", "sx"),
        ("startsWith", "sp"),
        ("string", "v"),
        ("substring", "sm?m"),
        ("take", "am"),
        ("take", "sm"),
        ("toLower", "s"),
        ("toObject", "aK?L"),
        ("toUpper", "s"),
        ("trim", "s"),
        ("union", "aa?a"),
        ("union", "oo?o"),
        ("uniqueString", "s*"),
        ("uri", "uU"),
        ("uriComponent", "s"),
        ("uriComponentToString", "q"),
        ("parseUri", "u"),
        ("buildUri", "W"),
        ("!", "z"),
        ("-", "i"),
        ("+", "ii"),
        ("-", "ii"),
        ("*", "ii"),
        ("/", "ii"),
        ("%", "ii"),
        ("==", "vv"),
        ("!=", "vv"),
        ("=~", "ss"),
        ("!~", "ss"),
        ("<", "ii"),
        (">", "ii"),
        ("<=", "ss"),
        (">=", "ss"),
        ("<", "ss"),
        (">", "ss"),
        ("<=", "ii"),
        (">=", "ii"),
        ("&&", "zz"),
        ("||", "zz"),
        ("??", "vv"),
        ("?:", "zvv"),
        ("${}", "vv"),
        (".?", "ok"),
        ("[?]", "am"),
        ("[^]", "am"),
        ("[]", "am"),
        ("...{}", "oo"),
        ("...[]", "aa"),
    ];

    private static readonly Dictionary<char, string[]> Pools = new()
    {
        ['s'] =
        [
            "''",
            "'a'",
            "'A'",
            "'b'",
            "'abc'",
            "'ABC'",
            "'aBcAbC'",
            "' a b '",
            "'a-b_c'",
            "'é'",
            "'ß'",
            "'ÄÖ'",
            "'a,b;c'",
            "'\\t x\\n'",
            "'1'",
            "'true'",
            "'zz\\u{1F600}zz'",
            "'a.b'",
            "'it\\'s'",
            "'a+b%20c'",
            "'{0}'",
            "'co-op'",
            "'coop'",
        ],
        ['p'] = ["''", "'a'", "'A'", "'b'", "'bc'", "'BC'", "'c'", "' '", "'-'", "','", "'é'", "'É'", "'zz'", "'abcd'", "'.'", "'\\n'"],
        ['v'] =
        [
            "null",
            "true",
            "false",
            "0",
            "1",
            "-5",
            "''",
            "'a'",
            "'A'",
            "[]",
            "{}",
            "[1, 'a', null]",
            "{ a: 1 }",
            "{ A: 1 }",
            "{ b: { c: [] }, a: null }",
            "json('1.0')",
            "json('1.5')",
            "'1'",
            "[[1], [2]]",
            "'True'",
        ],
        ['a'] =
        [
            "[]",
            "[1, 2, 3]",
            "['a', 'b', 'A']",
            "[3, 1, 2, 1]",
            "[null, 1]",
            "[{ a: 1 }, { a: 2 }]",
            "[{ a: 1 }, { a: 1, b: null }]",
            "[[1], [1]]",
            "['x']",
            "[true, false, 'true']",
            "[json('1.0'), 1]",
            "['b', 'a', 'c', 'B']",
            "[{ b: 2, a: 1 }, { a: 1, b: 2 }]",
        ],
        ['A'] = ["[]", "[[1], [2, 3]]", "[[]]", "[[[1]], [2]]", "[['a'], [null]]", "[1]", "[[1], 2]", "[null]"],
        ['o'] =
        [
            "{}",
            "{ a: 1 }",
            "{ A: 2 }",
            "{ a: null }",
            "{ b: 1, a: 2 }",
            "{ a: { b: 1 } }",
            "{ a: { c: 2, b: null } }",
            "{ a: [1] }",
            "{ a: [2] }",
            "{ z: 1, Y: 2, x: 3 }",
            "{ '1': 'x', 'a b': 2 }",
            "{ ab: 1, aB: 2 }",
            "{ 'é': 1, e: 2, f: 3 }",
            "{ _a: 1, '-b': 2, a: 3 }",
        ],
        ['O'] = ["[]", "[{}, { a: 1 }]", "[{ a: 1 }, { a: null }]", "[{ a: { b: 1 } }, { a: { c: 2 } }]", "[{ a: 1 }, { A: 2 }]", "[1]", "[null]"],
        ['k'] = ["'a'", "'A'", "'b'", "''", "'a b'", "'1'", "1", "'z'", "'Y'"],
        ['i'] =
        [
            "0",
            "1",
            "2",
            "-1",
            "-7",
            "3",
            "10",
            "9223372036854775807",
            "-9223372036854775807",
            "2147483648",
            "5",
            "json('1.5')",
            "json('2.0')",
            "json('-2.5')",
        ],
        ['I'] = ["[]", "[1]", "[3, 1, 2]", "[-1, 5, 5]", "[2, 2]", "['a']", "[9223372036854775807, 1]", "[5, 3, 8, 1, 9, 2]", "[json('1.5'), 1]"],
        ['x'] =
        [
            "[]",
            "['a']",
            "['b', 'a', 'C']",
            "['a', 'A', 'b', 'B']",
            "[',', ';']",
            "['', 'b']",
            "['é', 'f', 'e']",
            "['1', '10', '9']",
            "['-', '_', 'a']",
            "['co-op', 'coop', 'co op']",
            "['a_', 'a-', 'a']",
        ],
        ['m'] = ["0", "1", "2", "-1", "3", "5", "100", "-100", "2147483647", "9223372036854775807"],
        ['r'] = ["0", "1", "3", "10", "-1", "10000", "10001", "2147483647"],
        ['c'] = ["' '", "'0'", "'x'", "''", "'ab'", "'é'"],
        ['B'] =
        [
            "true",
            "false",
            "'true'",
            "'TRUE'",
            "'False'",
            "' true '",
            "'1'",
            "'0'",
            "1",
            "0",
            "2",
            "-1",
            "''",
            "'yes'",
            "null",
            "[]",
            "{}",
            "json('1.0')",
            "json('0.0')",
        ],
        ['z'] = ["true", "false", "true", "false", "1", "'true'", "null"],
        ['N'] =
        [
            "0",
            "5",
            "-5",
            "'5'",
            "' 5 '",
            "'-5'",
            "'+5'",
            "'5.0'",
            "'5.7'",
            "'abc'",
            "''",
            "'0x10'",
            "'1,000'",
            "'1e3'",
            "true",
            "null",
            "[]",
            "json('1.5')",
            "json('2.5')",
            "json('-1.5')",
            "json('1e20')",
            "'9223372036854775807'",
            "'9223372036854775808'",
            "'007'",
            "'\\t7'",
        ],
        ['b'] =
        [
            "'aGVsbG8='",
            "''",
            "'aGVsbG8'",
            "'eyJhIjoxfQ=='",
            "'WzEsMl0='",
            "'!!'",
            "'MQ=='",
            "'w6k='",
            "'aGVs bG8='",
            "'/w=='",
            "'aGVs\\nbG8='",
            "'bnVsbA=='",
            "'InRleHQi'",
            "'e2E6MX0='",
        ],
        ['d'] =
        [
            "'data:text/plain;charset=utf8;base64,aGVsbG8='",
            "'data:;base64,aGVsbG8='",
            "'data:,hello%20x'",
            "'data:text/plain,hi'",
            "'data:text/plain;charset=utf-8;base64,w6k='",
            "'nodata'",
            "''",
            "'data:;base64,!!'",
            "'data:text/html;charset=utf8,a+b'",
            "'DATA:;base64,aGk='",
            "'data:application/json;base64,e30='",
            "'data:aGk='",
        ],
        ['n'] =
        [
            "'10.144.0.0/20'",
            "'10.0.0.0'",
            "'172.16.5.4'",
            "'192.168.1.1'",
            "'10.1.2.3/8'",
            "'10.0.0.0/32'",
            "'10.0.0.0/31'",
            "'10.0.0.0/30'",
            "'0.0.0.0/0'",
            "'255.255.255.255/32'",
            "'10.0.0.0/33'",
            "'fdad:3236:5555::/48'",
            "'fdad:3236:5555::'",
            "'::/0'",
            "'::1/128'",
            "'fe80::1/127'",
            "'fe80::1/126'",
            "'10.0.0.0/255.255.255.0'",
            "'10.0.0.0/255.255.0.255'",
            "'10.0.0'",
            "'abc'",
            "''",
            "'224.0.0.1'",
            "'240.0.0.1'",
            "'10.0.0.0/ 8'",
            "'10.0.0.0/-1'",
            "'10.0.0.0/24/1'",
            "'::ffff:10.0.0.1/120'",
            "'192.168.0.0/16 '",
            "'1.2.3.4/0'",
            "'127.0.0.1'",
            "'0.0.0.0'",
            "'fe80::1%eth0/64'",
            "'10.0.0.256/24'",
            "'2001:DB8::/32'",
        ],
        ['h'] = ["0", "1", "2", "3", "5", "62", "253", "254", "255", "256", "1000", "-1", "json('1.0')"],
        ['w'] = ["0", "1", "3", "5", "12", "-1", "100", "json('1.0')"],
        ['g'] =
        [
            "'10.144.0.0/20'",
            "'10.0.0.0'",
            "'172.16.5.4'",
            "'192.168.1.1'",
            "'10.1.2.3/8'",
            "'10.0.0.0/32'",
            "'10.0.0.0/31'",
            "'10.0.0.0/255.255.0.0'",
            "'fd00::/120'",
            "'fe80::1/126'",
            "'abc'",
        ],
        ['l'] = ["0", "8", "16", "20", "24", "25", "28", "30", "31", "32", "33", "48", "64", "96", "127", "128", "129", "-1"],
        ['t'] =
        [
            "'2020-04-07 14:53:14Z'",
            "'2020-04-07T14:53:14Z'",
            "'2020-04-07T14:53:14+02:00'",
            "'2020-04-07'",
            "'2020-04-07T14:53:14'",
            "'2020-02-29T00:00:00Z'",
            "'20200407T145314Z'",
            "'2020-12-31T23:59:59.5Z'",
            "'1969-12-31T23:59:59Z'",
            "'not a date'",
            "''",
            "'04/07/2020'",
            "'2020-13-01'",
            "'0001-01-01T00:00:00Z'",
            "'9999-12-31T23:59:59Z'",
            "'2020-04-07T14:53:14-05:30'",
        ],
        ['D'] =
        [
            "'P3Y'",
            "'-P9D'",
            "'PT1H'",
            "'P1M'",
            "'-P1M'",
            "'P1Y2M3DT4H5M6S'",
            "'PT0S'",
            "'P1W'",
            "'1h'",
            "''",
            "'PT0.5S'",
            "'P1D'",
            "'PT36H'",
            "'P10000Y'",
            "'-PT1M'",
        ],
        ['f'] =
        [
            "'u'",
            "'o'",
            "'yyyy-MM-dd'",
            "'d'",
            "'D'",
            "'s'",
            "'R'",
            "'HH:mm:ss'",
            "'dddd'",
            "'%d'",
            "'yyyyMMddTHHmmssZ'",
            "'zzz'",
            "'K'",
            "'q'",
            "''",
            "'G'",
            "'U'",
        ],
        ['e'] = ["0", "1", "1683040573", "-1", "253402300799", "253402300800", "-62135596800", "'5'"],
        ['F'] =
        [
            "'{0}'",
            "'{0}-{1}'",
            "'a'",
            "''",
            "'{0} {0}'",
            "'{2}{1}{0}'",
            "'{3}'",
            "'{{0}}'",
            "'{0,6}|{1,-6}|'",
            "'{0:N2}'",
            "'{0:D3}'",
            "'{0:X}'",
            "'{0:000.0}'",
            "'{0:yyyy}'",
            "'{'",
            "'}'",
            "'{0:F1}{1:P}'",
            "'{a}'",
            "'{0:C}'",
            "'{0,3:x}'",
            "'{ 0 }'",
            "'{0:N0}'",
            "'{0:E2}'",
        ],
        ['j'] =
        [
            "'1'",
            "'1.0'",
            "'-0'",
            "'1.50'",
            "'1e3'",
            "'\"a\"'",
            "'null'",
            "'true'",
            "'{\"a\":1,\"A\":2}'",
            "'[1,2,]'",
            "'{a:1}'",
            "'{\"a\":1,\"a\":2}'",
            "''",
            "' '",
            "'[1'",
            "'\\'x\\''",
            "'// c\\n1'",
            "'{\"d\":\"2020-01-01T00:00:00Z\"}'",
            "'\"2020-01-01T00:00:00Z\"'",
            "'1 2'",
            "'NaN'",
            "'0x10'",
            "'010'",
            "'9223372036854775808'",
            "'{\"a\":null}'",
            "'True'",
            "'123456789.123456789'",
            "'0.1'",
            "'1E-7'",
            "'[1,,2]'",
            "'\"a\\\\u00e9\"'",
            "'+1'",
            "'.5'",
        ],
        ['u'] =
        [
            "'http://contoso.org/firstpath'",
            "'http://contoso.org/firstpath/'",
            "'http://contoso.org/firstpath/azuredeploy.json'",
            "'https://x.y:8443/a/b?q=1#f'",
            "'http://contoso.org'",
            "'contoso.org'",
            "''",
            "'http://user:pw@h/p'",
            "'HTTP://Contoso.ORG/A'",
            "'https://h/a b'",
            "'https://h/%20'",
            "'ftp://h/x'",
            "'http://[::1]/x'",
            "'https://h:443/x'",
            "'mailto:a@b.c'",
        ],
        ['U'] = ["'myscript.sh'", "'/myscript.sh'", "''", "'../x'", "'a b'", "'?q=1'", "'#f'", "'http://other/x'", "'a/../b'", "'%41'"],
        ['q'] = ["'a+b'", "'a%20b'", "'%C3%A9'", "'%'", "'%zz'", "''", "'http%3A%2F%2Fx'", "'a%2Bb'", "'é'", "'%E9'"],
        ['W'] =
        [
            "{ scheme: 'https', host: 'h', path: 'a' }",
            "{ scheme: 'https', host: 'h', path: '/a', query: 'q=1', port: 8443 }",
            "{ host: 'h' }",
            "{}",
            "{ scheme: 'http', host: 'h', port: 80 }",
            "{ scheme: 'http', host: 'h', query: '?q=1' }",
            "{ scheme: 'http', host: 'h', port: '81' }",
            "{ scheme: 'http', host: 'h', path: 'a b' }",
            "{ scheme: 'http', host: 'h', path: null }",
        ],
        ['P'] = ["x => true", "x => x == 1", "(x, i) => i > 0", "x => contains(['a', 1], x)", "x => x", "x => false", "x => empty(x)", "x => null"],
        ['K'] =
        [
            "x => string(x)",
            "x => 'k'",
            "(x, i) => string(i)",
            "x => toLower(string(x))",
            "x => x",
            "x => x.a",
            "(x, i) => string(i % 2)",
            "(x, i) => i % 2 == 0 ? 'a' : 'A'",
        ],
        ['L'] = ["x => x", "x => [x]", "x => null", "x => { v: x }", "x => 1"],
        ['R'] = ["(c, n) => n", "(c, n) => c", "(c, n, i) => i", "(c, n) => [c, n]", "(c, n) => '${c}${n}'", "(c, n) => c == n", "(c, n) => c + n"],
        ['S'] =
        [
            "(a, b) => a < b",
            "(a, b) => a <= b",
            "(a, b) => a > b",
            "(a, b) => true",
            "(a, b) => false",
            "(a, b) => 1",
            "(a, b) => string(a) < string(b)",
            "(a, b) => a >= b",
        ],
    };

    private readonly Random _random = new(seed);

    /// <summary>The functions and operators, each as the account lists it.</summary>
    public static IEnumerable<string> Names => Functions.Select(function => function.Name).Distinct(StringComparer.Ordinal);

    /// <summary>One expression of the given function, or of any.</summary>
    public (string Function, string Text) Next(string? name = null)
    {
        var candidates = name is null ? Functions : Array.FindAll(Functions, function => function.Name == name);
        var (function, kinds) = candidates[_random.Next(candidates.Length)];
        return (function, Call(function, kinds, 0));
    }

    private string Call(string function, string kinds, int depth)
    {
        var arguments = new List<string>();
        for (var index = 0; index < kinds.Length; index++)
        {
            if (kinds[index] == '?')
            {
                if (_random.Next(2) == 0)
                {
                    break;
                }

                continue;
            }

            var isRepeated = index + 1 < kinds.Length && kinds[index + 1] == '*';
            for (var count = isRepeated ? _random.Next(1, 4) : 1; count > 0; count--)
            {
                arguments.Add(Value(kinds[index], depth));
            }

            index += isRepeated ? 1 : 0;
        }

        return function switch
        {
            "!" => $"!{arguments[0]}",
            "-" when arguments.Count == 1 => $"-{arguments[0]}",
            "?:" => $"({arguments[0]} ? {arguments[1]} : {arguments[2]})",
            "${}" => $"'<${{{arguments[0]}}}>${{{arguments[1]}}}'",
            ".?" => $"{arguments[0]}[?{arguments[1]}]",
            "[?]" => $"{arguments[0]}[?{arguments[1]}]",
            "[^]" => $"{arguments[0]}[^{arguments[1]}]",
            "[]" => $"{arguments[0]}[{arguments[1]}]",
            "...{}" => $"{{ ...{arguments[0]}, ...{arguments[1]} }}",
            "...[]" => $"[ ...{arguments[0]}, ...{arguments[1]} ]",
            _ when !char.IsLetter(function[0]) => $"({arguments[0]} {function} {arguments[1]})",
            _ => $"{function}({string.Join(", ", arguments)})",
        };
    }

    /// <summary>A value of a kind, mostly; its type is hidden from the compiler, so that the engine decides what it takes.</summary>
    private string Value(char kind, int depth)
    {
        if (kind is 'P' or 'K' or 'L' or 'R' or 'S')
        {
            return Pick(Pools[kind]);
        }

        // Values that other functions give, of the same kind.
        const string Nested = "saoiIvz";
        if (depth < MostDepth && Nested.Contains(kind, StringComparison.Ordinal) && _random.Next(4) == 0)
        {
            string[] makers = kind switch
            {
                's' => ["concat", "toLower", "toUpper", "replace", "trim", "string", "substring", "take", "${}", "join"],
                'a' => ["union", "intersection", "skip", "take", "map", "filter", "concat", "split", "flatten", "...[]"],
                'o' => ["union", "intersection", "toObject", "...{}", "mapValues", "groupBy"],
                'i' or 'I' => ["length", "indexOf", "+", "-", "*", "max", "range"],
                _ => ["==", "contains", "empty", "first", "last", "json"],
            };
            var maker = Pick(makers);
            var candidates = Array.FindAll(Functions, function => function.Name == maker);
            var (name, kinds) = candidates[_random.Next(candidates.Length)];
            return $"any({Call(name, kinds, depth + 1)})";
        }

        const int Odds = 25;
        return $"any({Pick(_random.Next(Odds) == 0 ? Pools['v'] : Pools[kind])})";
    }

    private string Pick(string[] pool) => pool[_random.Next(pool.Length)];
}
