using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Bicep.Parsing;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Templates.Bicep;

public sealed class BicepSyntaxTests
{
    /// <summary>One of each: declarations, types, expressions, trivia.</summary>
    internal const string Everything = """
        // a jump host
        targetScope = 'resourceGroup'
        metadata owner = { team: 'net', 'on call': true }
        extension microsoftGraph
        extension 'br:example.azurecr.io/ext:1.0' with { mode: 'x' } as ext
        import { portType, other as another, 'quoted' as q } from 'types.bicep'
        import * as all from './all.bicep'
        provider 'kubernetes@1.0.0' with { namespace: 'default' } as k8s

        @export()
        @description('''ports''')
        type portType = 22 | 3389 | -1
        @discriminator('kind')
        type access = { kind: 'open', ports: portType[]?, *: string } | { kind: 'closed', at: [int, string]! }
        type rule = resourceInput<'Microsoft.Network/networkSecurityGroups@2024-05-01'>.properties.securityRules[*]
        type inner = access.* | (string)

        func label(name string, n int) string => '${name}-${n}'

        @secure()
        param password string
        param ports portType[] = [22, 3389]
        param open bool?
        param nsg resource 'Microsoft.Network/networkSecurityGroups@2024-05-01'
        var all_ports array = [...ports, 1 + 2 * 3 % 2 - -4]
        var first = ports[?0] ?? ports[^1]
        var text = $'''
        a ${first} $${text}'''
        var picked = filter(ports, p => p > 1 && p <= 2 || !(p == 3) && p != 4)
        var pairs = map(ports, (p, i) => {
          key: '\u{1F600}\n\${i}${i}'
          p: p!
        })
        var looped = [for (p, i) in ports: open ?? false
          ? p
          : i]
        assert sane = length(ports) > 0

        resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = if (open!) {
          name: 'nsg'
          properties: { ...shared.?properties, securityRules: [] }

          #disable-next-line BCP037 no-hardcoded-location
          @onlyIfNotExists()
          resource rule 'securityRules' = [for p in ports: if (p > 0) {
            name: 'p${p}'
          }]
        }
        resource old 'Microsoft.Network/virtualNetworks@2024-05-01' existing = { name: 'v' }
        module sub 'sub.bicep' = [for p in range(0, 2): { name: 'm${p}', params: { p: p } }]
        test check 'check.bicep' = { params: {} }
        output id string = group::rule[0].id /* the rule's */
        output others resource = old
        """;

    [Fact]
    public void The_whole_language_parses_without_an_error()
    {
        var file = Parse(Everything);

        Assert.Empty(file.Errors);
        Assert.Equal(29, file.Root.Declarations.Count());
        Assert.Empty(file.Root.Descendants().OfType<Syntax.Skipped>());
    }

    [Fact]
    public void A_parameters_file_has_declarations_of_its_own()
    {
        var file = BicepFile.Parse(Source.FromText("main.bicepparam", """
            using 'main.bicep'
            extends 'base.bicepparam'
            import { a } from 'a.bicep'
            var b = 1
            param c = b
            extensionConfig k8s with { namespace: 'x' }
            """));

        Assert.Empty(file.Errors);
        Assert.Equal(
            "Using Extends Import Variable ParameterAssignment ExtensionConfiguration",
            string.Join(' ', file.Root.Declarations.Select(declaration => declaration.GetType().Name)));
    }

    [Fact]
    public void The_tokens_of_any_prefix_give_back_its_text_and_nodes_nest()
    {
        for (var length = 0; length <= Everything.Length; length++)
        {
            var file = Parse(Everything[..length]);

            Assert.Equal(Everything[..length], Printed(file));
            AssertNested(file);
        }
    }

    [Fact]
    public void Any_token_may_be_lost_or_doubled_without_losing_text()
    {
        var tokens = Parse(Everything).Root.Descendants().OfType<Syntax.Token>().Select(token => token.FullSpan).ToList();
        foreach (var span in tokens)
        {
            foreach (
                var text in new[] { Everything.Remove(span.Start, span.Length), Everything.Insert(span.Start, Everything.Substring(span.Start, span.Length)) })
            {
                var file = Parse(text);

                Assert.Equal(text, Printed(file));
                AssertNested(file);
            }
        }
    }

    [Theory]
    [InlineData("''", "")]
    [InlineData(@"'a\'b\\c\n\t\r\$\u{41}'", "a'b\\c\n\t\r$A")]
    [InlineData(@"'\${x}'", "${x}")]
    [InlineData("'''\r\na\\n${b}'''", "a\\n${b}")]
    [InlineData("''''quoted''''", "'quoted'")]
    [InlineData("$'''a$b'''", "a$b")]
    public void A_string_has_the_value_that_the_compiler_gives_it(string written, string value) =>
        Assert.Equal(value, Assert.IsType<Syntax.String>(Value($"var a = {written}")).Value);

    [Theory]
    [InlineData("'a${1}b${2}c'", "a|b|c")]
    [InlineData("$'''\na${1}b'''", "a|b")]
    [InlineData("$$'''${1}$${2}$$${3}'''", "${1}|$|")]
    public void Interpolation_cuts_a_string_into_segments(string written, string segments) =>
        Assert.Equal(segments, string.Join('|', Assert.IsType<Syntax.String>(Value($"var a = {written}")).Segments));

    [Theory]
    [InlineData("1 + 2 * 3", "(1 + (2 * 3))")]
    [InlineData("1 - 2 - 3", "((1 - 2) - 3)")]
    [InlineData("a || b && c == d ?? e", "((a || (b && (c == d))) ?? e)")]
    [InlineData("-a.b[0]!", "(- a.b[0]!)")]
    public void Operators_bind_as_in_the_compiler(string written, string grouped) => Assert.Equal(grouped, Grouped(Value($"var a = {written}"), written));

    [Fact]
    public void An_error_stands_at_the_end_of_its_line_and_the_next_line_is_read()
    {
        var (text, spans) = MarkedText.Split("""
            var a =[||]
            var b = 2
            """);

        var file = Parse(text);

        var error = Assert.Single(file.Errors);
        Assert.Equal((SyntaxErrorKind.Expression, spans[0]), (error.Kind, error.Span));
        Assert.Equal(2, file.Root.Declarations.Count());
    }

    [Fact]
    public void Pragmas_are_kept_in_the_tree_with_their_places_and_codes()
    {
        var (text, spans) = MarkedText.Split("""
            [|#disable-diagnostics BCP081|]
              [|#disable-next-line RDP3004 no-unused-vars|] // until 2026-12-31 by j.smith: approved jump host
            var a = 1 #disable-next-line BCP001
            resource b 'Contoso.Sample/things@2024-01-01' = {
              name: 'b'
              [|#disable-next-line RDP3005|]
              properties: {}
            }
            [|#restore-diagnostics BCP081|]
            """);

        var pragmas = Parse(text).Root.Descendants().OfType<Syntax.Token>().SelectMany(token => token.LeadingTrivia).Where(trivia => trivia.IsPragma).ToList();

        Assert.Equal(
            [
                (TriviaKind.DisableDiagnostics, spans[0]),
                (TriviaKind.DisableNextLine, spans[1]),
                (TriviaKind.DisableNextLine, spans[2]),
                (TriviaKind.RestoreDiagnostics, spans[3]),
            ],
            pragmas.Select(pragma => (pragma.Kind, pragma.Span)));
        var comment = Assert.Single(Parse(text).Root.Descendants().OfType<Syntax.Token>().SelectMany(token => token.LeadingTrivia), trivia =>
            trivia.Kind == TriviaKind.LineComment);
        Assert.Equal("// until 2026-12-31 by j.smith: approved jump host", text.Substring(comment.Span.Start, comment.Span.Length));
    }

    [Fact]
    public void Words_of_the_language_may_be_names()
    {
        var file = Parse("param resource string\nvar if = { for: resource, in: var }\nvar var = null\noutput type object = if");

        Assert.Empty(file.Errors);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData("{a:")]
    [InlineData("a(")]
    [InlineData("a[")]
    [InlineData("'${")]
    [InlineData("a ? ")]
    [InlineData("x => ")]
    [InlineData("[for a in ")]
    [InlineData("!")]
    [InlineData("a.")]
    [InlineData("1 +")]
    [InlineData("$")]
    [InlineData("\\u{")]
    [InlineData("\n \n")]
    [InlineData("@a\n")]
    [InlineData("/*")]
    [InlineData("'")]
    [InlineData("'''")]
    public void Endless_nesting_costs_linear_time_and_no_stack(string opening)
    {
        var text = $"var a = {string.Concat(Enumerable.Repeat(opening, 300_000 / opening.Length))}";
        var types = $"type a = {string.Concat(Enumerable.Repeat(opening, 300_000 / opening.Length))}";
        var file = Parse(text);
        var time = ThreadTime.Start();
        Parse(text);
        Parse(types);
        var elapsed = time.Elapsed;

        Assert.True(elapsed < TimeSpan.FromSeconds(2), $"{elapsed}");
        Assert.True(file.Root.Height < 2000, $"{file.Root.Height}");
        Assert.Equal(text, Printed(file));
    }

    [Fact]
    public void Nested_resources_are_bounded_too()
    {
        var file = Parse(string.Concat(Enumerable.Repeat("resource a 'b' = {\n", 5000)) + string.Concat(Enumerable.Repeat("}\n", 5000)));

        Assert.Contains(file.Errors, error => error.Kind == SyntaxErrorKind.Depth);
    }

    /// <summary>The text as the tree's tokens hold it.</summary>
    internal static string Printed(BicepFile file) =>
        string.Concat(file.Root.Descendants().OfType<Syntax.Token>().Select(token => file.Source.Text.Cut(token.FullSpan)));

    internal static void AssertNested(BicepFile file)
    {
        foreach (var parent in file.Root.Descendants().Prepend(file.Root))
        {
            var from = parent.Span.Start;
            foreach (var child in parent.Children)
            {
                Assert.True(
                    parent.Span.Contains(child.Span),
                    $"{child.GetType().Name} {child.Span} leaves {parent.GetType().Name} {parent.Span} of {file.Source}.");
                Assert.True(child.Span.Start >= from, $"{child.GetType().Name} {child.Span} overlaps its sibling in {file.Source}.");
                from = child.Span.End;
            }
        }
    }

    private static BicepFile Parse(string text) => BicepFile.Parse(Source.FromText("main.bicep", text));

    private static Syntax Value(string text)
    {
        var file = Parse(text);
        Assert.Empty(file.Errors);
        return Assert.IsType<Syntax.Variable>(Assert.Single(file.Root.Declarations)).Value;
    }

    private static string Grouped(Syntax syntax, string written) => syntax switch
    {
        Syntax.Binary binary => $"({Grouped(binary.Left, written)} {Cut(binary.Children[1])} {Grouped(binary.Right, written)})",
        Syntax.Unary unary => $"({Cut(unary.Children[0])} {Grouped(unary.Operand, written)})",
        _ => Cut(syntax, written),
    };

    private static string Cut(Syntax token) => Assert.IsType<Syntax.Token>(token).Text;

    private static string Cut(Syntax syntax, string written) => written.Substring(syntax.Span.Start - "var a = ".Length, syntax.Span.Length);
}
