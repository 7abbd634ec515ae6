using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Host;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Host;

public sealed class NetstatReaderTests
{
    private const string German = """

        Aktive Verbindungen

          Proto  Lokale Adresse         Remoteadresse          Status           PID
          TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN         1044
          TCP    192.168.1.5:3389       203.0.113.9:50512      HERGESTELLT     1520
          TCP    [::]:3389              [::]:0                 ABHÖREN         1520
          UDP    0.0.0.0:3389           *:*                                    1520
          UDP    [fe80::1c2d%5]:1900    *:*                                    2210
        """;

    [Fact]
    public void A_tcp_row_without_a_foreign_port_listens_in_every_language()
    {
        var items = new NetstatReader().Read(German).Items;

        Assert.Equal("listen other listen - -", string.Join(' ', items.Select(item => item.Value("state") ?? "-")));
        Assert.Equal("1044 1520 1520 1520 2210", string.Join(' ', items.Select(item => item.Value("pid"))));
    }

    [Fact]
    public void An_address_is_placed_without_its_brackets_and_port()
    {
        var (source, span) = MarkedText.One("  TCP    [[|fe80::1c2d%5|]]:3389    [::]:0    ABHÖREN    1520");

        var field = Assert.Single(new NetstatReader().Read(source).Items).Find("local-address");

        Assert.Equal(span, field?.Location.Span);
        Assert.Equal("fe80::1c2d%5", field?.Value.ToString());
    }

    [Fact]
    public void A_connection_names_both_ends()
    {
        var item = new NetstatReader().Read(German).Items[1];

        Assert.Equal("tcp 192.168.1.5:3389 203.0.113.9:50512", item.Name);
        Assert.Equal("203.0.113.9", item.Value("remote-address"));
        Assert.Equal("50512", item.Value("remote-port"));
    }

    [Fact]
    public void A_whole_list_covers_all_sockets_and_a_filtered_one_nothing()
    {
        var reader = new NetstatReader();

        Assert.Equal(new Coverage.Space("socket"), Assert.Single(reader.Read(German).Coverage));
        Assert.Empty(reader.Read(string.Join('\n', German.Split('\n').Where(line => line.Contains(":3389", StringComparison.Ordinal)))).Coverage);
        Assert.Empty(reader.Read(string.Join('\n', German.Split('\n').Where(line => !line.Contains("UDP", StringComparison.Ordinal)))).Coverage);
    }

    [Fact]
    public void Programs_below_the_rows_are_passed_over()
    {
        const string WithPrograms = """
            Active Connections

              Proto  Local Address          Foreign Address        State           PID
              TCP    0.0.0.0:3389           0.0.0.0:0              LISTENING       1520
              TermService
             [svchost.exe]
            """;

        Assert.NotNull(new NetstatReader().Claim(WithPrograms));
        Assert.Single(new NetstatReader().Read(WithPrograms).Items);
    }

    [Fact]
    public void A_name_where_an_address_should_stand_is_damage()
    {
        var (source, span) = MarkedText.One("  TCP    [|pc1:epmap|]    pc1:0    LISTENING");

        var diagnostic = Assert.Single(new NetstatReader().Read(source).Diagnostics);

        Assert.Equal("RDP0170", diagnostic.Id);
        Assert.Equal(span, diagnostic.Location.Span);
    }

    [Fact]
    public void A_page_that_quotes_a_row_is_not_claimed()
    {
        var page = string.Concat(Enumerable.Repeat("Look for the listener.\n", 20)) + "  TCP    0.0.0.0:3389    0.0.0.0:0    LISTENING    4\n";

        Assert.Null(new NetstatReader().Claim(page));
        Assert.Null(new NetstatReader().Claim("tcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN      1/sshd"));
    }

    [Fact]
    public void Damaged_files_do_not_throw() => Robustness.Check(new NetstatReader(), "netstat.txt", Encoding.UTF8.GetBytes(German));
}
