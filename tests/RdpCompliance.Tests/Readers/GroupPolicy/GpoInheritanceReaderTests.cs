using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.GroupPolicy;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.GroupPolicy;

public sealed class GpoInheritanceReaderTests
{
    private const string Place = """
        {
          "Name": "hosts", "ContainerType": 1, "Path": "ou=hosts,dc=example,dc=org", "GpoInheritanceBlocked": true,
          "GpoLinks": [
            { "GpoId": "11111111-2222-3333-4444-5555555555aa", "DisplayName": "First", "Enabled": true, "Enforced": false, "Target": "ou=hosts,dc=example,dc=org", "Order": 1 },
            { "GpoId": "22222222-2222-3333-4444-555555555555", "DisplayName": "Second", "Enabled": false, "Enforced": true, "Target": "ou=hosts,dc=example,dc=org", "Order": 2 }
          ],
          "InheritedGpoLinks": { "value": [
            { "GpoId": "33333333-2222-3333-4444-555555555555", "DisplayName": "Domain", "Enabled": true, "Enforced": true, "Target": "dc=example,dc=org", "Order": 1 }
          ], "Count": 1 }
        }
        """;

    private static readonly GpoInheritanceReader Reader = new();

    [Theory]
    [InlineData(Place)]
    [InlineData($"[{Place}]")]
    [InlineData($$"""{"value":[{{Place}}],"Count":1}""")]
    public void A_place_says_which_links_win_and_whether_it_blocks_inheritance(string text) =>
        Assert.Equal(
            """
            som:ou=hosts,dc=example,dc=org display-name=hosts block-inheritance=true
            gpo-link:{11111111-2222-3333-4444-5555555555AA} ou=hosts,dc=example,dc=org gpo={11111111-2222-3333-4444-5555555555AA} som=ou=hosts,dc=example,dc=org display-name=First enabled=true enforced=false order=1
            gpo-link:{22222222-2222-3333-4444-555555555555} ou=hosts,dc=example,dc=org gpo={22222222-2222-3333-4444-555555555555} som=ou=hosts,dc=example,dc=org display-name=Second enabled=false enforced=true order=2
            inherited-gpo-link:{33333333-2222-3333-4444-555555555555} ou=hosts,dc=example,dc=org gpo={33333333-2222-3333-4444-555555555555} som=ou=hosts,dc=example,dc=org link=dc=example,dc=org display-name=Domain enabled=true enforced=true order=1
            """,
            Reader.ReadText(text).PrintItems());

    [Fact]
    public void A_link_without_siblings_needs_no_list() =>
        Assert.Single(
            Reader.ReadText("""{"Path":"dc=x","GpoInheritanceBlocked":false,"GpoLinks":{"GpoId":"11111111-2222-3333-4444-555555555555","Order":1}}""").Items,
            item => item.Space == "gpo-link");

    [Fact]
    public void What_ConvertTo_Json_cut_off_is_told()
    {
        var (source, span) = MarkedText.One("""{"Path":"dc=x","GpoInheritanceBlocked":false,"GpoLinks":[[|"Microsoft.GroupPolicy.GpoLink"|]]}""");

        Assert.Equal(("RDP0133", span), Reader.ReadAlone(source).Diagnostics.Select(diagnostic => (diagnostic.Id, diagnostic.Location.Span)).Single());
    }

    [Fact]
    public void A_value_stands_where_it_is_written()
    {
        var (source, span) = MarkedText.One("""{"Path":"dc=x","GpoInheritanceBlocked":[|true|],"GpoLinks":[]}""");

        Assert.Equal(span, Reader.ReadAlone(source).Items[0].Find("block-inheritance")?.Location.Span);
    }

    [Fact]
    public void Links_belong_to_no_machine_and_no_GPO() => Assert.IsType<Origin.PolicyLinks>(Reader.ReadText(Place).Origin);

    [Fact]
    public void Inheritance_is_known_by_its_properties()
    {
        Assert.Equal(Certainty.BySignature, Reader.ClaimAlone("x", Encoding.Unicode.GetBytes(Place))?.Certainty);
        Assert.Null(Reader.ClaimAlone("x.json", "{\"GpoLinks\":[]}"u8.ToArray()));
    }

    [Fact]
    public void Damaged_lists_do_not_throw() => Robustness.Check(Reader, "links.json", Encoding.UTF8.GetBytes($"[{Place}]"));
}
