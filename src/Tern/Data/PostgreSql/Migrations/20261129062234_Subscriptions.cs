using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tern.Data.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Subscriptions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "subscriptions",
                columns: table => new
                {
                    mailbox_id = table.Column<Guid>(type: "uuid", nullable: false),
                    protected_client_state = table.Column<string>(type: "text", nullable: false),
                    subscription_id = table.Column<string>(type: "text", nullable: true),
                    address = table.Column<string>(type: "text", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    renew_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    is_asked = table.Column<bool>(type: "boolean", nullable: false),
                    longest_minutes = table.Column<int>(type: "integer", nullable: true),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    fault_code = table.Column<string>(type: "text", nullable: true),
                    fault_class = table.Column<int>(type: "integer", nullable: true),
                    fault_detail = table.Column<string>(type: "text", nullable: true),
                    provider_code = table.Column<string>(type: "text", nullable: true),
                    request_id = table.Column<string>(type: "text", nullable: true),
                    care_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_subscriptions", x => x.mailbox_id);
                    table.ForeignKey(
                        name: "fk_subscriptions_mailboxes_mailbox_id",
                        column: x => x.mailbox_id,
                        principalTable: "mailboxes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_care_at",
                table: "subscriptions",
                column: "care_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "subscriptions");
        }
    }
}
