<?php
/**
 * Leaves nothing in the database.
 *
 * @package Passwave
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

/**
 * Removes what this plugin stored for one site.
 */
function passwave_uninstall_site() {
	global $wpdb;
	foreach ( array( 'passwave', 'passwave_tested', 'passwave_trouble' ) as $passwave_option ) {
		delete_option( $passwave_option );
	}
	// WordPress remembers for a week what was deactivated.
	update_option( 'recently_activated', array_diff_key( (array) get_option( 'recently_activated', array() ), array( WP_UNINSTALL_PLUGIN => 0 ) ) );
	delete_transient( 'passwave_unavailable' );
	// phpcs:ignore WordPress.DB.DirectDatabaseQuery
	$wpdb->query( $wpdb->prepare( "DELETE FROM $wpdb->options WHERE option_name LIKE %s", $wpdb->esc_like( 'passwave_pass_' ) . '%' ) );
}

if ( is_multisite() ) {
	foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $passwave_site ) {
		switch_to_blog( $passwave_site );
		passwave_uninstall_site();
		restore_current_blog();
	}
} else {
	passwave_uninstall_site();
}
